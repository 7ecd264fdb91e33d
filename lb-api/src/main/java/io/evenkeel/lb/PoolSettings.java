package io.evenkeel.lb;

import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What describes a pool: the setters of {@link Pool.Builder}, and of a service's builder for its default pool. For use by
 * one thread. Each setter validates at once and returns this builder.
 *
 * @param <B> the builder's own type
 */
public abstract sealed class PoolSettings<B extends PoolSettings<B>> permits Pool.Builder, VirtualService.Builder {

    static final int MAX_SERVERS = 10_000;

    private final String name;
    private final Map<String, RealServer> servers = new LinkedHashMap<>();
    private Scheduler scheduler = Scheduler.roundRobin();
    private @Nullable HealthCheck healthCheck;
    private HealthPolicy healthPolicy = HealthPolicy.DEFAULT;
    private Availability availability = Availability.DEFAULT;

    /** For a pool of this name; {@code what} it is the name of. */
    PoolSettings(String what, String name) {
        this.name = Setting.text(what + " name", name);
        Setting.range(what + " name length", name.length(), 1, 100);
    }

    abstract B self();

    String name() {
        return name;
    }

    Pool pool() {
        if (servers.isEmpty()) {
            throw Setting.refusal("servers", 0, "1 to " + MAX_SERVERS);
        }
        return new Pool(name, List.copyOf(servers.values()), scheduler, healthCheck, healthPolicy, availability);
    }

    /**
     * Adds a real server with default weight, priority and limit.
     *
     * @param host an IPv4 or IPv6 address, {@code localhost} or a host name
     * @param port 1 to 65535
     * @return this builder
     * @throws IllegalArgumentException when host or port is wrong, or the server was added before
     */
    public B server(String host, int port) {
        return server(RealServer.at(host, port));
    }

    /**
     * Adds a real server.
     *
     * @param server the server
     * @return this builder
     * @throws IllegalArgumentException when the server was added before, or there are 10,000
     */
    public B server(RealServer server) {
        Setting.present("server", server);
        Setting.range("servers", servers.size() + 1, 1, MAX_SERVERS);
        if (servers.putIfAbsent(server.id(), server) != null) {
            throw Pool.onceOnly(server);
        }
        return self();
    }

    /**
     * Sets how the next server is chosen.
     *
     * @param value default {@link Scheduler#roundRobin()}
     * @return this builder
     */
    public B scheduler(Scheduler value) {
        scheduler = Setting.present("scheduler", value);
        return self();
    }

    /**
     * Sets how and how often servers are checked.
     *
     * @param check default a TCP connect; {@link HealthCheck#none()} for no check
     * @param policy default {@link HealthPolicy#DEFAULT}
     * @return this builder
     */
    public B healthCheck(HealthCheck check, HealthPolicy policy) {
        healthCheck = Setting.present("health check", check);
        healthPolicy = Setting.present("health policy", policy);
        return self();
    }

    /**
     * Sets how often servers are checked, with the default check.
     *
     * @param policy default {@link HealthPolicy#DEFAULT}
     * @return this builder
     */
    public B healthPolicy(HealthPolicy policy) {
        healthPolicy = Setting.present("health policy", policy);
        return self();
    }

    /**
     * Sets what happens when servers fail, fill up or come back.
     *
     * @param value default {@link Availability#DEFAULT}
     * @return this builder
     */
    public B availability(Availability value) {
        availability = Setting.present("availability", value);
        return self();
    }
}
