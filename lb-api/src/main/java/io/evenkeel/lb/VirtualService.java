package io.evenkeel.lb;

import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What clients connect to: a name, listeners, one kind of traffic and one pool of real servers or more. Immutable. Made by the
 * builder of its kind, for example {@link #tcp(String)}.
 */
public abstract sealed class VirtualService permits TcpService, HttpService {

    private static final int MAX_PORTS = 511;

    private final String name;
    private final List<Listener> listeners;
    private final List<Pool> pools;
    private final AccessList access;
    private final ConnectionLimits limits;
    private final LiveConnections whenServerDown;
    private final LiveConnections whenDrainEnds;

    VirtualService(Builder<?> builder, List<Pool> pools) {
        this.name = builder.name();
        this.listeners = List.copyOf(builder.listeners);
        this.pools = List.copyOf(pools);
        this.access = builder.access;
        this.limits = builder.limits;
        this.whenServerDown = builder.whenServerDown;
        this.whenDrainEnds = builder.whenDrainEnds;
        requirePortless();
    }

    VirtualService(VirtualService from, List<Pool> pools) {
        this.name = from.name;
        this.listeners = from.listeners;
        this.pools = List.copyOf(pools);
        this.access = from.access;
        this.limits = from.limits;
        this.whenServerDown = from.whenServerDown;
        this.whenDrainEnds = from.whenDrainEnds;
        requirePortless();
    }

    /** Which of both ports would be meant, the server's own or the mapped one, is not guessed. */
    private void requirePortless() {
        Listener mapped = listeners.stream()
                .filter(listener -> listener.serverPort() != 0)
                .findFirst()
                .orElse(null);
        if (mapped == null) {
            return;
        }
        for (Pool pool : pools) {
            for (RealServer server : pool.servers()) {
                if (server.port() != 0) {
                    throw Setting.refusal(
                            "server", server.id(), "a server without a port of its own, beside listen " + mapped);
                }
            }
        }
    }

    /** The pools, one of them with other servers. */
    List<Pool> poolsWith(String pool, List<RealServer> servers) {
        Pool changed = pool(pool).withServers(servers);
        return pools.stream()
                .map(each -> each.name().equals(pool) ? changed : each)
                .toList();
    }

    /**
     * Describes a service that forwards TCP connections.
     *
     * @param name not blank, at most 100 characters; unique in its balancer
     * @return a builder
     * @throws IllegalArgumentException when the name is blank or too long
     */
    public static TcpService.Builder tcp(String name) {
        return new TcpService.Builder(name);
    }

    /**
     * Describes a service that balances HTTP requests, each by itself.
     *
     * @param name not blank, at most 100 characters; unique in its balancer
     * @return a builder
     * @throws IllegalArgumentException when the name is blank or too long
     */
    public static HttpService.Builder http(String name) {
        return new HttpService.Builder(name);
    }

    /**
     * The service's name, first word of each of its log lines.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Where clients reach the service.
     *
     * @return an immutable list of one listener or more, none colliding with another, of 511 ports at most in all
     */
    public List<Listener> listeners() {
        return listeners;
    }

    /**
     * The default pool.
     *
     * @return the pool, of the same name as the service
     */
    public Pool pool() {
        return pools.get(0);
    }

    /**
     * A pool of the service.
     *
     * @param pool its name
     * @return the pool
     * @throws NoSuchElementException when the service has no such pool
     */
    public Pool pool(String pool) {
        return pools.stream()
                .filter(each -> each.name().equals(pool))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + ": there is no pool " + pool + "; there are "
                        + pools.stream().map(Pool::name).toList()));
    }

    /**
     * All pools.
     *
     * @return an immutable list of pools of different names, the default one first
     */
    public List<Pool> pools() {
        return pools;
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

    /**
     * What keeps a client on the server that it had.
     *
     * @return the persistence
     */
    public abstract Persistence persistence();

    /**
     * The same service with other servers in its default pool; what a server added or removed at run time makes of it.
     *
     * @param servers the new servers, of different ids; may be empty
     * @return a changed copy
     * @throws IllegalArgumentException when two servers have one id, one cannot be checked, or one has a port of its own
     *     beside a listener that maps to another
     */
    public abstract VirtualService withServers(List<RealServer> servers);

    /**
     * The same service with other servers in one of its pools.
     *
     * @param pool the pool's name
     * @param servers the new servers, of different ids; may be empty
     * @return a changed copy
     * @throws NoSuchElementException when the service has no such pool
     * @throws IllegalArgumentException as {@link #withServers(List)} does
     */
    public abstract VirtualService withServers(String pool, List<RealServer> servers);

    /**
     * What the builders of all kinds of service have in common. For use by one thread. Each setter validates at once and
     * returns this builder.
     *
     * @param <B> the builder's own type
     */
    public abstract static sealed class Builder<B extends Builder<B>> extends PoolSettings<B>
            permits TcpService.Builder, HttpService.Builder {

        private final List<Listener> listeners = new ArrayList<>();
        private AccessList access = AccessList.ALL;
        private ConnectionLimits limits = ConnectionLimits.NONE;
        private LiveConnections whenServerDown = LiveConnections.FINISH;
        private LiveConnections whenDrainEnds = LiveConnections.FINISH;

        Builder(String name) {
            super("service", name);
        }

        /** The default pool of what was described so far. */
        Pool defaultPool() {
            if (listeners.isEmpty()) {
                throw Setting.refusal("listeners of " + name(), 0, "1 or more");
            }
            return pool();
        }

        /**
         * Listens on an address and port; may be called several times.
         *
         * @param host an IPv4 or IPv6 address, or {@code localhost}; {@code 0.0.0.0} and {@code ::} listen on all
         * @param port 0 to 65535; 0 lets the system choose
         * @return this builder
         * @throws IllegalArgumentException as {@link Listener#at} and {@link #listen(Listener)} do
         */
        public B listen(String host, int port) {
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
        public B listen(String host, int first, int last) {
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
        public B listen(Listener listener) {
            Setting.present("listen", listener);
            int ports = listener.ports();
            for (Listener earlier : listeners) {
                if (listener.collidesWith(earlier)) {
                    throw Setting.refusal("listen", listener, "an address that does not collide with " + earlier);
                }
                ports += earlier.ports();
            }
            Setting.range("listen ports of " + name(), ports, 1, MAX_PORTS);
            listeners.add(listener);
            return self();
        }

        /**
         * Sets who may connect. Others are reset as soon as they are accepted.
         *
         * @param value default {@link AccessList#ALL}
         * @return this builder
         */
        public B access(AccessList value) {
            access = Setting.present("access", value);
            return self();
        }

        /**
         * Limits how many connections are taken.
         *
         * @param value default {@link ConnectionLimits#NONE}
         * @return this builder
         */
        public B limits(ConnectionLimits value) {
            limits = Setting.present("limits", value);
            return self();
        }

        /**
         * Sets what happens to a server's connections when it goes down.
         *
         * @param value default {@link LiveConnections#FINISH}
         * @return this builder
         */
        public B whenServerDown(LiveConnections value) {
            whenServerDown = Setting.present("when server down", value);
            return self();
        }

        /**
         * Sets what happens to a server's connections when its drain time ends.
         *
         * @param value default {@link LiveConnections#FINISH}
         * @return this builder
         */
        public B whenDrainEnds(LiveConnections value) {
            whenDrainEnds = Setting.present("when drain ends", value);
            return self();
        }
    }
}
