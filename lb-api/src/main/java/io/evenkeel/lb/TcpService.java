package io.evenkeel.lb;

import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Setting;
import java.util.ArrayList;
import java.util.List;

/** A virtual service that forwards TCP connections byte by byte. Immutable. */
public final class TcpService extends VirtualService {

    private static final int MAX_PORTS = 511;

    private final AccessList access;
    private final ConnectionLimits limits;
    private final TcpTimeouts timeouts;
    private final Persistence persistence;
    private final LiveConnections whenServerDown;
    private final LiveConnections whenDrainEnds;

    private TcpService(Builder builder, Pool pool) {
        super(builder.name, builder.listeners, pool);
        this.access = builder.access;
        this.limits = builder.limits;
        this.timeouts = builder.timeouts;
        this.persistence = builder.persistence;
        this.whenServerDown = builder.whenServerDown;
        this.whenDrainEnds = builder.whenDrainEnds;
    }

    private TcpService(TcpService from, Pool pool) {
        super(from.name(), from.listeners(), pool);
        this.access = from.access;
        this.limits = from.limits;
        this.timeouts = from.timeouts;
        this.persistence = from.persistence;
        this.whenServerDown = from.whenServerDown;
        this.whenDrainEnds = from.whenDrainEnds;
    }

    /**
     * Who may connect.
     *
     * @return the access list
     */
    public AccessList access() {
        return access;
    }

    /**
     * How many connections are taken.
     *
     * @return the limits
     */
    public ConnectionLimits limits() {
        return limits;
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
        private AccessList access = AccessList.ALL;
        private ConnectionLimits limits = ConnectionLimits.NONE;
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
         * Listens on an address and port; may be called several times.
         *
         * @param host an IPv4 or IPv6 address, or {@code localhost}; {@code 0.0.0.0} and {@code ::} listen on all
         * @param port 0 to 65535; 0 lets the system choose
         * @return this builder
         * @throws IllegalArgumentException as {@link Listener#at} and {@link #listen(Listener)} do
         */
        public Builder listen(String host, int port) {
            return listen(Listener.at(host, port));
        }

        /**
         * Listens on an address and a range of ports; may be called several times.
         *
         * @param host an IPv4 or IPv6 address, or {@code localhost}; {@code 0.0.0.0} and {@code ::} listen on all
         * @param first the first port, 1 to 65535
         * @param last the last port; 510 ports at most
         * @return this builder
         * @throws IllegalArgumentException as {@link Listener#range} and {@link #listen(Listener)} do
         */
        public Builder listen(String host, int first, int last) {
            return listen(Listener.range(host, first, last));
        }

        /**
         * Adds a listener; may be called several times.
         *
         * @param listener where clients connect
         * @return this builder
         * @throws IllegalArgumentException when it collides with an earlier one, or has the service listen on more than
         *     511 ports in all
         */
        public Builder listen(Listener listener) {
            Setting.present("listen", listener);
            int ports = listener.ports();
            for (Listener earlier : listeners) {
                if (listener.collidesWith(earlier)) {
                    throw Setting.refusal("listen", listener, "an address that does not collide with " + earlier);
                }
                ports += earlier.ports();
            }
            Setting.range("listen ports of " + name, ports, 1, MAX_PORTS);
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
         * Sets who may connect. Others are reset as soon as they are accepted.
         *
         * @param value default {@link AccessList#ALL}
         * @return this builder
         */
        public Builder access(AccessList value) {
            access = Setting.present("access", value);
            return this;
        }

        /**
         * Limits how many connections are taken.
         *
         * @param value default {@link ConnectionLimits#NONE}
         * @return this builder
         */
        public Builder limits(ConnectionLimits value) {
            limits = Setting.present("limits", value);
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
         * @throws IllegalArgumentException when there is no listener or no server, a server cannot be checked, or one has
         *     a port of its own beside a listener that maps to another
         */
        public TcpService build() {
            if (listeners.isEmpty()) {
                throw Setting.refusal("listeners of " + name, 0, "1 or more");
            }
            return new TcpService(this, pool.build());
        }
    }
}
