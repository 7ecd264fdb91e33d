package io.evenkeel.lb;

import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A named set of real servers with one scheduler and one health check. Immutable. */
public final class Pool {

    private final String name;
    private final List<RealServer> servers;
    private final Scheduler scheduler;
    private final @Nullable HealthCheck healthCheck;
    private final HealthPolicy healthPolicy;
    private final Availability availability;

    Pool(
            String name,
            List<RealServer> servers,
            Scheduler scheduler,
            @Nullable HealthCheck healthCheck,
            HealthPolicy healthPolicy,
            Availability availability) {
        this.name = name;
        this.servers = servers;
        this.scheduler = scheduler;
        this.healthCheck = healthCheck;
        this.healthPolicy = healthPolicy;
        this.availability = availability;
        servers.forEach(this::requireCheckable);
    }

    /**
     * Describes a pool that routes may name.
     *
     * @param name not blank, at most 100 characters; unique in its service, whose default pool has the service's own name
     * @return a builder
     * @throws IllegalArgumentException when the name is blank or too long
     */
    public static Builder named(String name) {
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
        Set<String> ids = new HashSet<>();
        for (RealServer member : members) {
            Setting.range("servers", ids.size() + 1, 1, PoolSettings.MAX_SERVERS);
            if (!ids.add(Setting.present("server", member).id())) {
                throw onceOnly(member);
            }
        }
        return new Pool(name, List.copyOf(members), scheduler, healthCheck, healthPolicy, availability);
    }

    static IllegalArgumentException onceOnly(RealServer server) {
        return Setting.refusal("server", server.id(), "each server once in a pool");
    }

    /** Describes a pool. For use by one thread. Each setter validates at once and returns this builder. */
    public static final class Builder extends PoolSettings<Builder> {

        private Builder(String name) {
            super("pool", name);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Freezes the description.
         *
         * @return an immutable pool
         * @throws IllegalArgumentException when there is no server, or one cannot be checked
         */
        public Pool build() {
            return pool();
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
