package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real server as a member of a pool. Immutable, with value equality; each setter returns a changed copy.
 *
 * <p>A host name stands for one server, however many addresses it has: its first address is used, the next when that one
 * cannot be reached. It is looked up while the server is a member, again and again as its records say, and the last
 * addresses found are kept while no name server answers. Until it is first resolved, the server gets no clients.
 */
public final class RealServer {

    private final String host;
    private final @Nullable InetAddress address;
    private final int port;
    private final int weight;
    private final int priority;
    private final int maxConnections;

    private RealServer(
            String host, @Nullable InetAddress address, int port, int weight, int priority, int maxConnections) {
        this.host = host;
        this.address = address;
        this.port = port;
        this.weight = weight;
        this.priority = priority;
        this.maxConnections = maxConnections;
    }

    /**
     * A server that listens on one port.
     *
     * @param host an IPv4 or IPv6 address, {@code localhost}, or a host name (RFC 1123, at most 253 characters; a dot at its
     *     end keeps the system's search domains out)
     * @param port 1 to 65535
     * @return a server with default weight, priority and limit
     * @throws IllegalArgumentException when the host is neither an address nor a host name, or the port is outside its range
     */
    public static RealServer at(String host, int port) {
        InetAddress address = Address.parseOrName("server host", host);
        return new RealServer(host, address, Setting.range("server port", port, 1, 65535), 100, 0, 0);
    }

    /**
     * A server that listens on the same ports as the service: a client of the service's port 443 is given to the server's
     * port 443. Its check needs a port of its own, {@link io.evenkeel.lb.check.HealthPolicy#port(int)}.
     *
     * @param host an IPv4 or IPv6 address, {@code localhost}, or a host name, as for {@link #at(String, int)}
     * @return a server with default weight, priority and limit
     * @throws IllegalArgumentException when the host is neither an address nor a host name
     */
    public static RealServer at(String host) {
        return new RealServer(host, Address.parseOrName("server host", host), 0, 100, 0, 0);
    }

    /**
     * The server's share of new clients, for schedulers that look at weights.
     *
     * @param value 0 to 65535, default 100; 0 means no new clients but those persisted to it
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public RealServer weight(int value) {
        return new RealServer(
                host, address, port, Setting.range("server weight", value, 0, 65535), priority, maxConnections);
    }

    /**
     * The server's rank: servers of a higher number get clients only when all of lower numbers are down or full.
     *
     * @param value 0 to 65535, default 0
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public RealServer priority(int value) {
        return new RealServer(
                host, address, port, weight, Setting.range("server priority", value, 0, 65535), maxConnections);
    }

    /**
     * How many connections (or requests) the server takes at a time. Compared with all that is in flight at its endpoint,
     * whichever pool it came through.
     *
     * @param value 0 to 10,000,000, default 0 = no limit
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public RealServer maxConnections(int value) {
        return new RealServer(
                host, address, port, weight, priority, Setting.range("server max-connections", value, 0, 10_000_000));
    }

    /**
     * The server's name within its pool.
     *
     * @return {@code host:port}, {@code [v6]:port}, or {@code host} for a server without a port
     */
    public String id() {
        return Address.text(host, port);
    }

    /**
     * The host as it was given.
     *
     * @return an address, {@code localhost} or a host name
     */
    public String host() {
        return host;
    }

    /**
     * The address that the host stands for, whatever name servers say.
     *
     * @return the address of a host that was given as an address or {@code localhost}, empty for a host name
     */
    public Optional<InetAddress> address() {
        return Optional.ofNullable(address);
    }

    /**
     * The port.
     *
     * @return 1 to 65535, or 0 for the port that the client came to
     */
    public int port() {
        return port;
    }

    /**
     * The share of new clients.
     *
     * @return 0 to 65535
     */
    public int weight() {
        return weight;
    }

    /**
     * The rank.
     *
     * @return 0 to 65535, lower is preferred
     */
    public int priority() {
        return priority;
    }

    /**
     * The limit of connections.
     *
     * @return 0 to 10,000,000; 0 means no limit
     */
    public int maxConnections() {
        return maxConnections;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RealServer that
                && host.equals(that.host)
                && port == that.port
                && weight == that.weight
                && priority == that.priority
                && maxConnections == that.maxConnections;
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, weight, priority, maxConnections);
    }

    @Override
    public String toString() {
        return id() + " weight " + weight + (priority == 0 ? "" : " priority " + priority)
                + (maxConnections == 0 ? "" : " max-connections " + maxConnections);
    }
}
