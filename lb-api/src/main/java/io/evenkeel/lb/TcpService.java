package io.evenkeel.lb;

import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Setting;
import java.util.ArrayList;
import java.util.List;

/** A virtual service that forwards TCP connections byte by byte. Immutable. */
public final class TcpService extends VirtualService {

    private final int maxConnections;
    private final TcpTimeouts timeouts;
    private final Persistence persistence;
    private final LiveConnections whenServerDown;
    private final LiveConnections whenDrainEnds;

    private TcpService(Builder builder, Pool pool) {
        super(builder.name, builder.listeners, pool);
        this.maxConnections = builder.maxConnections;
        this.timeouts = builder.timeouts;
        this.persistence = builder.persistence;
        this.whenServerDown = builder.whenServerDown;
        this.whenDrainEnds = builder.whenDrainEnds;
    }

    private TcpService(TcpService from, Pool pool) {
        super(from.name(), from.listeners(), pool);
        this.maxConnections = from.maxConnections;
        this.timeouts = from.timeouts;
        this.persistence = from.persistence;
        this.whenServerDown = from.whenServerDown;
        this.whenDrainEnds = from.whenDrainEnds;
    }

    /**
     * How many clients are served at a time.
     *
     * @return 0 to 10,000,000; 0 means no limit
     */
    public int maxConnections() {
        return maxConnections;
    }

    /**
     * The deadlines.
     *
     * @return the timeouts
     */
    public TcpTimeouts timeouts() {
        return timeouts;
    }

    @Override
    public Persistence persistence() {
        return persistence;
    }

    /**
     * What happens to a server's connections when it goes down.
     *
     * @return the policy
     */
    public LiveConnections whenServerDown() {
        return whenServerDown;
    }

    /**
     * What happens to a server's connections when its drain time ends.
     *
     * @return the policy
     */
    public LiveConnections whenDrainEnds() {
        return whenDrainEnds;
    }

    @Override
    public TcpService withServers(List<RealServer> servers) {
        return new TcpService(this, pool().withServers(servers));
    }

    /** Describes a TCP service. For use by one thread. Each setter validates at once and returns this builder. */
    public static final class Builder {
        private final String name;
        private final List<Listener> listeners = new ArrayList<>();
        private final Pool.Builder pool;
        private int maxConnections;
        private TcpTimeouts timeouts = TcpTimeouts.DEFAULT;
        private Persistence persistence = Persistence.none();
        private LiveConnections whenServerDown = LiveConnections.FINISH;
        private LiveConnections whenDrainEnds = LiveConnections.FINISH;

        Builder(String name) {
            this.name = Setting.text("service name", name);
            Setting.range("service name length", name.length(), 1, 100);
            this.pool = Pool.named(name);
        }

        /**
         * Listens on an address; may be called several times.
         *
         * @param host an IPv4 or IPv6 address, or {@code localhost}; {@code 0.0.0.0} and {@code ::} listen on all
         * @param port 0 to 65535; 0 lets the system choose
         * @return this builder
         * @throws IllegalArgumentException when the host is not an address, the port is outside its range, or the
         *     listener collides with an earlier one
         */
        public Builder listen(String host, int port) {
            Listener listener = Listener.at(host, port);
            for (Listener earlier : listeners) {
                if (listener.collidesWith(earlier)) {
                    throw Setting.refusal("listen", listener, "an address that does not collide with " + earlier);
                }
            }
            listeners.add(listener);
            return this;
        }

        /**
         * Adds a real server with default weight, priority and limit.
         *
         * @param host an IPv4 or IPv6 address, or {@code localhost}
         * @param port 1 to 65535
         * @return this builder
         * @throws IllegalArgumentException when host or port is wrong, or the server was added before
         */
        public Builder server(String host, int port) {
            return server(RealServer.at(host, port));
        }

        /**
         * Adds a real server.
         *
         * @param server the server
         * @return this builder
         * @throws IllegalArgumentException when the server was added before
         */
        public Builder server(RealServer server) {
            pool.server(server);
            return this;
        }

        /**
         * Sets how the next server is chosen.
         *
         * @param scheduler default {@link Scheduler#roundRobin()}
         * @return this builder
         */
        public Builder scheduler(Scheduler scheduler) {
            pool.scheduler(scheduler);
            return this;
        }

        /**
         * Sets how and how often servers are checked.
         *
         * @param check default a TCP connect; {@link HealthCheck#none()} for no check
         * @param policy default {@link HealthPolicy#DEFAULT}
         * @return this builder
         */
        public Builder healthCheck(HealthCheck check, HealthPolicy policy) {
            pool.healthCheck(check, policy);
            return this;
        }

        /**
         * Sets how often servers are checked, with the default check.
         *
         * @param policy default {@link HealthPolicy#DEFAULT}
         * @return this builder
         */
        public Builder healthPolicy(HealthPolicy policy) {
            pool.healthPolicy(policy);
            return this;
        }

        /**
         * Sets what keeps a client on the server that it had.
         *
         * @param value default {@link Persistence#none()}
         * @return this builder
         */
        public Builder persistence(Persistence value) {
            persistence = Setting.present("persistence", value);
            return this;
        }

        /**
         * Sets what happens when servers fail, fill up or come back.
         *
         * @param value default {@link Availability#DEFAULT}
         * @return this builder
         */
        public Builder availability(Availability value) {
            pool.availability(value);
            return this;
        }

        /**
         * Limits how many clients are served at a time, over all listeners. Further clients wait in the kernel's accept
         * queue until one leaves.
         *
         * @param value 0 to 10,000,000, default 0 = no limit
         * @return this builder
         * @throws IllegalArgumentException when it is outside the range
         */
        public Builder maxConnections(int value) {
            maxConnections = Setting.range("max-connections", value, 0, 10_000_000);
            return this;
        }

        /**
         * Sets the deadlines.
         *
         * @param value default {@link TcpTimeouts#DEFAULT}
         * @return this builder
         */
        public Builder timeouts(TcpTimeouts value) {
            timeouts = Setting.present("timeouts", value);
            return this;
        }

        /**
         * Sets what happens to a server's connections when it goes down.
         *
         * @param value default {@link LiveConnections#FINISH}
         * @return this builder
         */
        public Builder whenServerDown(LiveConnections value) {
            whenServerDown = Setting.present("when server down", value);
            return this;
        }

        /**
         * Sets what happens to a server's connections when its drain time ends.
         *
         * @param value default {@link LiveConnections#FINISH}
         * @return this builder
         */
        public Builder whenDrainEnds(LiveConnections value) {
            whenDrainEnds = Setting.present("when drain ends", value);
            return this;
        }

        /**
         * Freezes the description.
         *
         * @return an immutable service
         * @throws IllegalArgumentException when there is no listener or no server, or a server cannot be checked
         */
        public TcpService build() {
            if (listeners.isEmpty()) {
                throw Setting.refusal("listeners of " + name, 0, "1 or more");
            }
            return new TcpService(this, pool.build());
        }
    }
}
