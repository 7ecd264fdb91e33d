package io.evenkeel.lb;

import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.spi.HttpSyntax;
import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What servers are told of the client: where it connects from, to which host and port, by which scheme. What a
 * {@linkplain #trust(String) trusted} client says of that itself is kept and added to; anybody else's is removed and
 * written anew. Immutable, with value equality; each setter returns a changed copy.
 */
public final class ForwardedHeaders {

    /** {@code X-Forwarded-*} and {@code Via: 1.1 evenkeel}; nobody is trusted. */
    public static final ForwardedHeaders DEFAULT = new ForwardedHeaders(true, false, "evenkeel", AccessList.ALL);

    /** Nothing is told, and what clients say is removed; nobody is trusted. */
    public static final ForwardedHeaders NONE = new ForwardedHeaders(false, false, "", AccessList.ALL);

    private final boolean xForwarded;
    private final boolean forwarded;
    private final String via;
    /** Those allowed; without any, nobody is trusted. */
    private final AccessList trusted;

    private ForwardedHeaders(boolean xForwarded, boolean forwarded, String via, AccessList trusted) {
        this.xForwarded = xForwarded;
        this.forwarded = forwarded;
        this.via = via;
        this.trusted = trusted;
    }

    /**
     * Whether {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port} are sent.
     *
     * @param value default true
     * @return a changed copy
     */
    public ForwardedHeaders xForwarded(boolean value) {
        return new ForwardedHeaders(value, forwarded, via, trusted);
    }

    /**
     * Whether {@code Forwarded} (RFC 7239) is sent.
     *
     * @param value default false
     * @return a changed copy
     */
    public ForwardedHeaders forwarded(boolean value) {
        return new ForwardedHeaders(xForwarded, value, via, trusted);
    }

    /**
     * The pseudonym by which the balancer calls itself in {@code Via} (RFC 9110, 7.6.3), towards servers.
     *
     * @param pseudonym a token of at most 256 characters, default {@code evenkeel}; empty = no {@code Via}
     * @return a changed copy
     * @throws IllegalArgumentException when it is neither empty nor such a token
     */
    public ForwardedHeaders via(String pseudonym) {
        String checked = Setting.present("via", pseudonym).isEmpty() ? "" : HttpSyntax.token("via", pseudonym);
        return new ForwardedHeaders(xForwarded, forwarded, checked, trusted);
    }

    /**
     * Trusts a network, such as that of another proxy in front; may be called several times.
     *
     * @param network for example {@code 10.0.0.0/8}, {@code 2001:db8::/32} or {@code 10.0.0.1}
     * @return a changed copy
     * @throws IllegalArgumentException when it is not a network, has bits set beyond its prefix, or is one more than
     *     10,000
     */
    public ForwardedHeaders trust(String network) {
        return new ForwardedHeaders(xForwarded, forwarded, via, trusted.allow(network));
    }

    /**
     * Whether {@code X-Forwarded-*} is sent.
     *
     * @return true where it is
     */
    public boolean isXForwarded() {
        return xForwarded;
    }

    /**
     * Whether {@code Forwarded} is sent.
     *
     * @return true where it is
     */
    public boolean isForwarded() {
        return forwarded;
    }

    /**
     * The pseudonym in {@code Via}.
     *
     * @return a token; empty = no {@code Via}
     */
    public String via() {
        return via;
    }

    /**
     * The networks trusted.
     *
     * @return an immutable list in the order of adding, each as {@code address/bits}
     */
    public List<String> trusted() {
        return trusted.allowed();
    }

    /**
     * Whether what a client says of others is believed.
     *
     * @param client the address that it connects from
     * @return true where a trusted network contains it
     */
    public boolean trusts(InetAddress client) {
        return !trusted.isAll() && trusted.allows(client);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ForwardedHeaders that
                && xForwarded == that.xForwarded
                && forwarded == that.forwarded
                && via.equals(that.via)
                && trusted.equals(that.trusted);
    }

    @Override
    public int hashCode() {
        return Objects.hash(xForwarded, forwarded, via, trusted);
    }

    @Override
    public String toString() {
        return "x-forwarded " + xForwarded + ", forwarded " + forwarded + ", via \"" + via + "\", trusted " + trusted();
    }
}
