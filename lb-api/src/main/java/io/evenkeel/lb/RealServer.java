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
    private final Settings settings;

    private record Settings(
            int weight,
            int priority,
            int maxConnections,
            boolean critical,
            @Nullable Following following) {

        static final Settings DEFAULT = new Settings(100, 0, 0, false, null);
    }

    private RealServer(String host, @Nullable InetAddress address, int port, Settings settings) {
        this.host = host;
        this.address = address;
        this.port = port;
        this.settings = settings;
    }

    private RealServer with(Settings next) {
        return new RealServer(host, address, port, next);
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
        return new RealServer(host, address, Setting.range("server port", port, 1, 65535), Settings.DEFAULT);
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
        return new RealServer(host, Address.parseOrName("server host", host), 0, Settings.DEFAULT);
    }

    /**
     * The server's share of new clients, for schedulers that look at weights.
     *
     * @param value 0 to 65535, default 100; 0 means no new clients but those persisted to it
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public RealServer weight(int value) {
        int weight = Setting.range("server weight", value, 0, 65535);
        return with(new Settings(
                weight, settings.priority, settings.maxConnections, settings.critical, settings.following));
    }

    /**
     * The server's rank: servers of a higher number get clients only when all of lower numbers are down or full.
     *
     * @param value 0 to 65535, default 0
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public RealServer priority(int value) {
        int priority = Setting.range("server priority", value, 0, 65535);
        return with(new Settings(
                settings.weight, priority, settings.maxConnections, settings.critical, settings.following));
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
        int maxConnections = Setting.range("server max-connections", value, 0, 10_000_000);
        return with(new Settings(
                settings.weight, settings.priority, maxConnections, settings.critical, settings.following));
    }

    /**
     * Whether the service is down when this server is down or not enabled.
     *
     * @param value default false
     * @return a changed copy
     */
    public RealServer critical(boolean value) {
        return with(
                new Settings(settings.weight, settings.priority, settings.maxConnections, value, settings.following));
    }

    /**
     * Takes over the health of another server, of this or another service of the balancer, in place of a check of its
     * own: web servers that are of no use while the server's main process is down. A server that itself follows, or
     * that is not there, cannot be followed; then the health is unknown.
     *
     * @param service the name of the other server's service, not blank
     * @param server its id, not blank
     * @return a changed copy
     * @throws IllegalArgumentException when one is blank
     */
    public RealServer healthyAs(String service, String server) {
        Following following =
                new Following(Setting.text("followed service", service), Setting.text("followed server", server));
        return with(new Settings(
                settings.weight, settings.priority, settings.maxConnections, settings.critical, following));
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
        return settings.weight;
    }

    /**
     * The rank.
     *
     * @return 0 to 65535, lower is preferred
     */
    public int priority() {
        return settings.priority;
    }

    /**
     * The limit of connections.
     *
     * @return 0 to 10,000,000; 0 means no limit
     */
    public int maxConnections() {
        return settings.maxConnections;
    }

    /**
     * Whether the service stands and falls with this server.
     *
     * @return true if so
     */
    public boolean isCritical() {
        return settings.critical;
    }

    /**
     * Whose health this server takes over.
     *
     * @return the other server, or empty for a check of its own
     */
    public Optional<Following> following() {
        return Optional.ofNullable(settings.following);
    }

    /**
     * Another server, whose health is taken over.
     *
     * @param service the name of its service
     * @param server its id there
     */
    public record Following(String service, String server) {

        /** {@code service/server}. */
        @Override
        public String toString() {
            return service + "/" + server;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RealServer that
                && host.equals(that.host)
                && port == that.port
                && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, settings);
    }

    @Override
    public String toString() {
        return id() + " weight " + weight()
                + (priority() == 0 ? "" : " priority " + priority())
                + (maxConnections() == 0 ? "" : " max-connections " + maxConnections())
                + (isCritical() ? " critical" : "")
                + following().map(other -> " healthy as " + other).orElse("");
    }
}
