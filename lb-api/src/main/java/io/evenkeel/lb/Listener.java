package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** An address and port that a virtual service is reached at. Immutable, with value equality. */
public final class Listener {

    private final String host;
    private final InetAddress address;
    private final int port;

    private Listener(String host, InetAddress address, int port) {
        this.host = host;
        this.address = address;
        this.port = port;
    }

    /**
     * A listener.
     *
     * @param host an IPv4 or IPv6 address, or {@code localhost}; {@code 0.0.0.0} and {@code ::} listen on all
     * @param port 0 to 65535; 0 lets the system choose a free port, see {@link ServiceHandle#boundAddresses()}
     * @return the listener
     * @throws IllegalArgumentException when the host is not an address or the port is outside its range
     */
    public static Listener at(String host, int port) {
        InetAddress address = Address.parse("listen host", host);
        return new Listener(host, address, Setting.range("listen port", port, 0, 65535));
    }

    /**
     * The address to bind.
     *
     * @return the socket address, with port 0 where the system is to choose
     */
    public InetSocketAddress address() {
        return new InetSocketAddress(address, port);
    }

    /**
     * Whether both cannot be bound at the same time.
     *
     * @param other another listener
     * @return true for equal ports but 0, on equal addresses or with one that listens on all
     */
    public boolean collidesWith(Listener other) {
        return port != 0
                && port == other.port
                && (address.equals(other.address) || covers(address, other.address) || covers(other.address, address));
    }

    /** {@code 0.0.0.0} listens on all IPv4 addresses, {@code ::} on all of both families. */
    private static boolean covers(InetAddress all, InetAddress one) {
        return all.isAnyLocalAddress() && (all instanceof Inet6Address || one instanceof Inet4Address);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Listener that && address.equals(that.address) && port == that.port;
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + port;
    }

    /** {@code host:port}, or {@code [v6]:port}. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
