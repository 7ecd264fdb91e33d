package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An address, with a port or a range of ports, that a virtual service is reached at, and which port of a server its clients
 * are given to: the server's own, or where it has none the port that the client came to, unless {@link #toServerPort} says
 * otherwise. Immutable, with value equality; each setter returns a changed copy.
 */
public final class Listener {

    private static final int MAX_PORTS = 510;

    private final String host;
    private final InetAddress address;
    private final int port;
    private final int lastPort;
    private final int serverPort;

    private Listener(String host, InetAddress address, int port, int lastPort, int serverPort) {
        this.host = host;
        this.address = address;
        this.port = port;
        this.lastPort = lastPort;
        this.serverPort = serverPort;
    }

    /**
     * A listener on one port.
     *
     * @param host an IPv4 or IPv6 address, or {@code localhost}; {@code 0.0.0.0} and {@code ::} listen on all
     * @param port 0 to 65535; 0 lets the system choose a free port, see {@link ServiceHandle#boundAddresses()}
     * @return the listener
     * @throws IllegalArgumentException when the host is not an address or the port is outside its range
     */
    public static Listener at(String host, int port) {
        InetAddress address = Address.parse("listen host", host);
        Setting.range("listen port", port, 0, 65535);
        return new Listener(host, address, port, port, 0);
    }

    /**
     * A listener on several ports in a row.
     *
     * @param host an IPv4 or IPv6 address, or {@code localhost}; {@code 0.0.0.0} and {@code ::} listen on all
     * @param first the first port, 1 to 65535
     * @param last the last port, {@code first} to 65535; 510 ports at most
     * @return the listener
     * @throws IllegalArgumentException when the host is not an address or a port is outside its range
     */
    public static Listener range(String host, int first, int last) {
        InetAddress address = Address.parse("listen host", host);
        Setting.range("listen port", first, 1, 65535);
        Setting.range("last listen port", last, first, Math.min(65535, first + MAX_PORTS - 1));
        return new Listener(host, address, first, last, 0);
    }

    /**
     * Gives clients of the first port to this port of the server, and those of the others of a range to the ports that
     * follow it: 443 to 4443, or 5070–5073 to 6070–6073. All servers of the service must then be without ports of their
     * own.
     *
     * @param value 1 to 65535, less the number of further ports
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Listener toServerPort(int value) {
        Setting.range("listen server-port", value, 1, 65535 - (lastPort - port));
        return new Listener(host, address, port, lastPort, value);
    }

    /**
     * The address to bind, with the first port.
     *
     * @return the socket address, with port 0 where the system is to choose
     */
    public InetSocketAddress address() {
        return new InetSocketAddress(address, port);
    }

    /**
     * The first port.
     *
     * @return 0 to 65535; 0 where the system is to choose
     */
    public int port() {
        return port;
    }

    /**
     * The last port.
     *
     * @return the first port, unless this is a range
     */
    public int lastPort() {
        return lastPort;
    }

    /**
     * How many ports there are.
     *
     * @return 1 to 510
     */
    public int ports() {
        return lastPort - port + 1;
    }

    /**
     * The server's port for clients of the first port.
     *
     * @return 1 to 65535, or 0 for the server's own port or else the one that the client came to
     */
    public int serverPort() {
        return serverPort;
    }

    /**
     * The same as listeners of one port each: what becomes one socket each.
     *
     * @return an immutable list by port
     */
    public List<Listener> each() {
        return IntStream.range(0, ports())
                .mapToObj(i -> new Listener(host, address, port + i, port + i, serverPort == 0 ? 0 : serverPort + i))
                .toList();
    }

    /**
     * Whether both cannot be bound at the same time.
     *
     * @param other another listener
     * @return true where they have a port but 0 in common, on equal addresses or with one that listens on all
     */
    public boolean collidesWith(Listener other) {
        return port != 0
                && other.port != 0
                && port <= other.lastPort
                && other.port <= lastPort
                && (address.equals(other.address) || covers(address, other.address) || covers(other.address, address));
    }

    /** {@code 0.0.0.0} listens on all IPv4 addresses, {@code ::} on all of both families. */
    private static boolean covers(InetAddress all, InetAddress one) {
        return all.isAnyLocalAddress() && (all instanceof Inet6Address || one instanceof Inet4Address);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Listener that
                && address.equals(that.address)
                && port == that.port
                && lastPort == that.lastPort
                && serverPort == that.serverPort;
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, port, lastPort, serverPort);
    }

    /** {@code host:port} or {@code [v6]:first-last}, and the server's ports where they are mapped. */
    @Override
    public String toString() {
        String where = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + range(port);
        return serverPort == 0 ? where : where + " to server port " + range(serverPort);
    }

    private String range(int first) {
        return port == lastPort ? "" + first : first + "-" + (first + lastPort - port);
    }
}
