package io.evenkeel.lb;

import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.spi.HttpSyntax;
import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What servers are told of the client: where it connects from, to which host and port, by which scheme. What a
 * {@linkplain #trust(String) trusted} client says of that itself is kept and added to; anybody else's is removed and
 * written anew, and with it whatever else frameworks believe about a client: see {@link #RESERVED}. Immutable, with value
 * equality; each setter returns a changed copy.
 */
public final class ForwardedHeaders {

    /**
     * The headers that only trusted clients may send, in any case, with {@code _} for {@code -} too, and in trailers: by them
     * frameworks take a request to come from elsewhere, to go elsewhere, or to have shown a certificate. One that ends in
     * {@code *} stands for all that begin so. {@link #reserve} adds to them.
     */
    public static final List<String> RESERVED = List.of(
            "Forwarded",
            "X-Forwarded",
            "X-Forwarded-*",
            "X-Original-*",
            "X-Rewrite-URL",
            "X-Real-IP",
            "X-Client-IP",
            "X-Cluster-Client-IP",
            "X-ProxyUser-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "CF-Connecting-IPv6",
            "Fastly-Client-IP",
            "X-Scheme",
            "X-URL-Scheme",
            "Front-End-Https",
            "Client-Cert",
            "Client-Cert-Chain",
            "X-Client-Cert",
            "X-SSL-*",
            "SSL-Client-*",
            "X-ARR-ClientCert");

    private static final int MOST_RESERVED = 100;

    /** {@code X-Forwarded-*} and {@code Via: 1.1 evenkeel}; nobody is trusted. */
    public static final ForwardedHeaders DEFAULT =
            new ForwardedHeaders(true, false, "evenkeel", AccessList.ALL, RESERVED);

    /** Nothing is told, and what clients say is removed; nobody is trusted. */
    public static final ForwardedHeaders NONE = new ForwardedHeaders(false, false, "", AccessList.ALL, RESERVED);

    private final boolean xForwarded;
    private final boolean forwarded;
    private final String via;
    /** Those allowed; without any, nobody is trusted. */
    private final AccessList trusted;

    private final List<String> reserved;

    private ForwardedHeaders(
            boolean xForwarded, boolean forwarded, String via, AccessList trusted, List<String> reserved) {
        this.xForwarded = xForwarded;
        this.forwarded = forwarded;
        this.via = via;
        this.trusted = trusted;
        this.reserved = reserved;
    }

    /**
     * Whether {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port} are sent.
     *
     * @param value default true
     * @return a changed copy
     */
    public ForwardedHeaders xForwarded(boolean value) {
        return new ForwardedHeaders(value, forwarded, via, trusted, reserved);
    }

    /**
     * Whether {@code Forwarded} (RFC 7239) is sent.
     *
     * @param value default false
     * @return a changed copy
     */
    public ForwardedHeaders forwarded(boolean value) {
        return new ForwardedHeaders(xForwarded, value, via, trusted, reserved);
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
        return new ForwardedHeaders(xForwarded, forwarded, checked, trusted, reserved);
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
        return new ForwardedHeaders(xForwarded, forwarded, via, trusted.allow(network), reserved);
    }

    /**
     * Reserves one more header for trusted clients, such as one by which the application knows a user; may be called several
     * times. It is removed from the requests of others.
     *
     * @param name a header's name, or the beginning of names with a {@code *} behind, for example {@code X-Internal-*}
     * @return a changed copy
     * @throws IllegalArgumentException when it is no token of at most 256 characters, frames or addresses a message, or is one
     *     more than 100
     */
    public ForwardedHeaders reserve(String name) {
        String text = Setting.text("reserved header", name);
        HttpSyntax.fieldName(text.endsWith("*") ? text.substring(0, text.length() - 1) : text);
        Setting.range("reserved headers", reserved.size() + 1, 0, MOST_RESERVED);
        List<String> more = new ArrayList<>(reserved);
        more.add(text);
        return new ForwardedHeaders(xForwarded, forwarded, via, trusted, List.copyOf(more));
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
     * The headers that only trusted clients may send.
     *
     * @return an immutable list: {@link #RESERVED} and those added, in this order
     */
    public List<String> reserved() {
        return reserved;
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
                && trusted.equals(that.trusted)
                && reserved.equals(that.reserved);
    }

    @Override
    public int hashCode() {
        return Objects.hash(xForwarded, forwarded, via, trusted, reserved);
    }

    @Override
    public String toString() {
        return "x-forwarded " + xForwarded + ", forwarded " + forwarded + ", via \"" + via + "\", trusted " + trusted()
                + (reserved.size() == RESERVED.size()
                        ? ""
                        : ", reserved " + reserved.subList(RESERVED.size(), reserved.size()));
    }
}
