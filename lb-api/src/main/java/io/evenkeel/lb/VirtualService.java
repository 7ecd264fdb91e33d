package io.evenkeel.lb;

import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.spi.Setting;
import java.util.List;

/**
 * What clients connect to: a name, listeners, one kind of traffic and a pool of real servers. Immutable. Made by the
 * builder of its kind, for example {@link #tcp(String)}.
 */
public abstract sealed class VirtualService permits TcpService {

    private final String name;
    private final List<Listener> listeners;
    private final Pool pool;

    VirtualService(String name, List<Listener> listeners, Pool pool) {
        this.name = name;
        this.listeners = List.copyOf(listeners);
        this.pool = pool;
        this.listeners.stream()
                .filter(listener -> listener.serverPort() != 0)
                .findFirst()
                .ifPresent(this::requirePortless);
    }

    /** Which of both ports would be meant, the server's own or the mapped one, is not guessed. */
    private void requirePortless(Listener mapped) {
        for (RealServer server : pool.servers()) {
            if (server.port() != 0) {
                throw Setting.refusal(
                        "server", server.id(), "a server without a port of its own, beside listen " + mapped);
            }
        }
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
        return pool;
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
}
