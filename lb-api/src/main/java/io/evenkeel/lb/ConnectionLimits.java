package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.Refusal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many connections a service takes, at a time and per second, in all and from one client. Connections above the
 * service's number at a time wait in the kernel; those above any other limit are reset as soon as they are accepted, and
 * counted by {@link Refusal}. A rate allows a burst of one second's worth. Immutable, with value equality; each setter
 * returns a changed copy.
 *
 * <p>A client is an IPv4 address or an IPv6 network of 64 bits, unless {@link #clientPrefix} says otherwise.
 */
public final class ConnectionLimits {

    /** No limits. */
    public static final ConnectionLimits NONE = new ConnectionLimits(0, 0, 0, 0, 32, 64, 100_000);

    private static final int MOST = 10_000_000;
    private static final int FASTEST = 1_000_000;

    private final int connections;
    private final int perSecond;
    private final int clientConnections;
    private final int clientPerSecond;
    private final int clientPrefixV4;
    private final int clientPrefixV6;
    private final int maxClients;

    private ConnectionLimits(
            int connections,
            int perSecond,
            int clientConnections,
            int clientPerSecond,
            int clientPrefixV4,
            int clientPrefixV6,
            int maxClients) {
        this.connections = connections;
        this.perSecond = perSecond;
        this.clientConnections = clientConnections;
        this.clientPerSecond = clientPerSecond;
        this.clientPrefixV4 = clientPrefixV4;
        this.clientPrefixV6 = clientPrefixV6;
        this.maxClients = maxClients;
    }

    /**
     * How many connections the service has at a time, over all its listeners. Further clients wait in the kernel's accept
     * queue until one leaves.
     *
     * @param value 0 to 10,000,000, default 0 = no limit
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public ConnectionLimits connections(int value) {
        return new ConnectionLimits(
                Setting.range("max-connections", value, 0, MOST),
                perSecond,
                clientConnections,
                clientPerSecond,
                clientPrefixV4,
                clientPrefixV6,
                maxClients);
    }

    /**
     * How many new connections the service takes per second, over all its listeners.
     *
     * @param value 0 to 1,000,000, default 0 = no limit
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public ConnectionLimits perSecond(int value) {
        return new ConnectionLimits(
                connections,
                Setting.range("max-connections-per-second", value, 0, FASTEST),
                clientConnections,
                clientPerSecond,
                clientPrefixV4,
                clientPrefixV6,
                maxClients);
    }

    /**
     * How many connections one client has at a time.
     *
     * @param value 0 to 10,000,000, default 0 = no limit
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public ConnectionLimits clientConnections(int value) {
        return new ConnectionLimits(
                connections,
                perSecond,
                Setting.range("max-client-connections", value, 0, MOST),
                clientPerSecond,
                clientPrefixV4,
                clientPrefixV6,
                maxClients);
    }

    /**
     * How many new connections one client makes per second.
     *
     * @param value 0 to 1,000,000, default 0 = no limit
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public ConnectionLimits clientPerSecond(int value) {
        return new ConnectionLimits(
                connections,
                perSecond,
                clientConnections,
                Setting.range("max-client-connections-per-second", value, 0, FASTEST),
                clientPrefixV4,
                clientPrefixV6,
                maxClients);
    }

    /**
     * Which addresses are one client: those that have their first bits in common.
     *
     * @param v4 how many bits of an IPv4 address, 1 to 32, default 32
     * @param v6 how many bits of an IPv6 address, 1 to 128, default 64: what one subscriber gets
     * @return a changed copy
     * @throws IllegalArgumentException when one is outside its range
     */
    public ConnectionLimits clientPrefix(int v4, int v6) {
        return new ConnectionLimits(
                connections,
                perSecond,
                clientConnections,
                clientPerSecond,
                Setting.range("client prefix of IPv4", v4, 1, 32),
                Setting.range("client prefix of IPv6", v6, 1, 128),
                maxClients);
    }

    /**
     * How many clients are remembered, at some 100 bytes each. A client is forgotten when it has no connection and could
     * make a whole burst again. While all that are remembered are busy, a new one is refused.
     *
     * @param value 1 to 10,000,000, default 100,000
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public ConnectionLimits maxClients(int value) {
        return new ConnectionLimits(
                connections,
                perSecond,
                clientConnections,
                clientPerSecond,
                clientPrefixV4,
                clientPrefixV6,
                Setting.range("max-clients", value, 1, MOST));
    }

    /**
     * The service's connections at a time.
     *
     * @return 0 to 10,000,000; 0 means no limit
     */
    public int connections() {
        return connections;
    }

    /**
     * The service's new connections per second.
     *
     * @return 0 to 1,000,000; 0 means no limit
     */
    public int perSecond() {
        return perSecond;
    }

    /**
     * A client's connections at a time.
     *
     * @return 0 to 10,000,000; 0 means no limit
     */
    public int clientConnections() {
        return clientConnections;
    }

    /**
     * A client's new connections per second.
     *
     * @return 0 to 1,000,000; 0 means no limit
     */
    public int clientPerSecond() {
        return clientPerSecond;
    }

    /**
     * The bits that make an IPv4 client.
     *
     * @return 1 to 32
     */
    public int clientPrefixV4() {
        return clientPrefixV4;
    }

    /**
     * The bits that make an IPv6 client.
     *
     * @return 1 to 128
     */
    public int clientPrefixV6() {
        return clientPrefixV6;
    }

    /**
     * The clients that are remembered.
     *
     * @return 1 to 10,000,000
     */
    public int maxClients() {
        return maxClients;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionLimits that
                && connections == that.connections
                && perSecond == that.perSecond
                && clientConnections == that.clientConnections
                && clientPerSecond == that.clientPerSecond
                && clientPrefixV4 == that.clientPrefixV4
                && clientPrefixV6 == that.clientPrefixV6
                && maxClients == that.maxClients;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                connections, perSecond, clientConnections, clientPerSecond, clientPrefixV4, clientPrefixV6, maxClients);
    }

    /** For example {@code connections 100, per second 10 (client 2, 1)}; 0 is no limit. */
    @Override
    public String toString() {
        return "connections " + connections + ", per second " + perSecond + " (client " + clientConnections + ", "
                + clientPerSecond + ")";
    }
}
