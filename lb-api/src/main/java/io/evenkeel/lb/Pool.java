package io.evenkeel.lb;

import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A named set of real servers with one scheduler and one health check. Immutable. */
public final class Pool {

    private static final int MAX_SERVERS = 10_000;

    private final String name;
    private final List<RealServer> servers;
    private final Scheduler scheduler;
    private final @Nullable HealthCheck healthCheck;
    private final HealthPolicy healthPolicy;
    private final Availability availability;

    private Pool(Builder builder) {
        this.name = builder.name;
        this.servers = List.copyOf(builder.servers.values());
        this.scheduler = builder.scheduler;
        this.healthCheck = builder.healthCheck;
        this.healthPolicy = builder.healthPolicy;
        this.availability = builder.availability;
    }

    static Builder named(String name) {
        return new Builder(name);
    }

    /**
     * The pool's name.
     *
     * @return the name, unique in its service
     */
    public String name() {
        return name;
    }

    /**
     * The servers in the order of declaration.
     *
     * @return an immutable list with one server or more, of different ids
     */
    public List<RealServer> servers() {
        return servers;
    }

    /**
     * How the next server is chosen.
     *
     * @return the scheduler
     */
    public Scheduler scheduler() {
        return scheduler;
    }

    /**
     * How servers are checked.
     *
     * @return the check, or empty for the balancer's default: a TCP connect
     */
    public Optional<HealthCheck> healthCheck() {
        return Optional.ofNullable(healthCheck);
    }

    /**
     * How often servers are checked, and how many verdicts flip one.
     *
     * @return the policy
     */
    public HealthPolicy healthPolicy() {
        return healthPolicy;
    }

    /**
     * What happens when servers fail, fill up or come back.
     *
     * @return the settings
     */
    public Availability availability() {
        return availability;
    }

    /**
     * The same pool with other servers; used when servers come and go at run time.
     *
     * @param members the new servers, of different ids; may be empty
     * @return a changed copy
     */
    Pool withServers(List<RealServer> members) {
        Builder copy = new Builder(name);
        copy.scheduler = scheduler;
        copy.healthCheck = healthCheck;
        copy.healthPolicy = healthPolicy;
        copy.availability = availability;
        members.forEach(copy::server);
        members.forEach(this::requireCheckable);
        return new Pool(copy);
    }

    /** Collects a pool's settings for the builder of a service. */
    static final class Builder {
        private final String name;
        private final Map<String, RealServer> servers = new LinkedHashMap<>();
        private Scheduler scheduler = Scheduler.roundRobin();
        private @Nullable HealthCheck healthCheck;
        private HealthPolicy healthPolicy = HealthPolicy.DEFAULT;
        private Availability availability = Availability.DEFAULT;

        private Builder(String name) {
            this.name = name;
        }

        void server(RealServer server) {
            Setting.present("server", server);
            Setting.range("servers", servers.size() + 1, 1, MAX_SERVERS);
            if (servers.putIfAbsent(server.id(), server) != null) {
                throw Setting.refusal("server", server.id(), "each server once in a pool");
            }
        }

        void scheduler(Scheduler value) {
            scheduler = Setting.present("scheduler", value);
        }

        void healthCheck(HealthCheck check, HealthPolicy policy) {
            healthCheck = Setting.present("health check", check);
            healthPolicy = Setting.present("health policy", policy);
        }

        void healthPolicy(HealthPolicy policy) {
            healthPolicy = Setting.present("health policy", policy);
        }

        void availability(Availability value) {
            availability = Setting.present("availability", value);
        }

        Pool build() {
            if (servers.isEmpty()) {
                throw Setting.refusal("servers", 0, "1 to " + MAX_SERVERS);
            }
            Pool pool = new Pool(this);
            servers.values().forEach(pool::requireCheckable);
            return pool;
        }
    }

    /**
     * A server without a port cannot be checked unless the policy names one, or it takes over another's health.
     *
     * @param server a member, or one that is to become a member
     * @throws IllegalArgumentException when it has no port and neither has the check
     */
    public void requireCheckable(RealServer server) {
        if (server.port() == 0
                && healthPolicy.port() == 0
                && healthCheck != HealthCheck.none()
                && server.following().isEmpty()) {
            throw Setting.refusal(
                    "check port",
                    "0 for server " + server.id() + ", which has no port of its own,",
                    "1 to 65535, or HealthCheck.none()");
        }
    }
}
