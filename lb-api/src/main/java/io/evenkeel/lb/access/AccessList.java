package io.evenkeel.lb.access;

import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may connect. Of all networks that contain an address the one with the longest prefix decides; an address
 * that none contains is denied if the list allows any network, and allowed if it only denies some. Immutable, with value
 * equality; each setter returns a changed copy.
 *
 * <pre>{@code
 * AccessList.ALL.allow("10.0.0.0/8").deny("10.9.0.0/16").allow("10.9.0.1")
 * }</pre>
 *
 * <p>A network is written as {@code address/bits}, an address alone is a network of one. An IPv4-mapped IPv6 address
 * ({@code ::ffff:10.0.0.1}, or a network of it of at least 96 bits) stands for the IPv4 one, in the list and as a client.
 */
public final class AccessList {

    /** Everybody may connect. */
    public static final AccessList ALL = new AccessList(Map.of());

    private static final int MAX_NETWORKS = 10_000;
    private static final long MAPPED = 0xFFFFL << 32;

    /** In the order of adding; true for allowed. */
    private final Map<Network, Boolean> networks;

    /** Made at first use; which of several equal ones stays does not matter. */
    private volatile @Nullable Compiled compiled;

    /** The families apart: {@code ::/0} is no IPv4 address. */
    private record Compiled(RangeTable v4, RangeTable v6) {}

    private AccessList(Map<Network, Boolean> networks) {
        this.networks = networks;
    }

    /**
     * Allows a network.
     *
     * @param network for example {@code 10.0.0.0/8}, {@code 2001:db8::/32} or {@code 10.0.0.1}
     * @return a changed copy
     * @throws IllegalArgumentException when it is not a network, has bits set beyond its prefix, is denied, or is one
     *     more than 10,000
     */
    public AccessList allow(String network) {
        return with(Collections.singletonList(network), true);
    }

    /**
     * Allows several networks; quicker than one at a time.
     *
     * @param several as for {@link #allow(String)}
     * @return a changed copy
     * @throws IllegalArgumentException as {@link #allow(String)} does
     */
    public AccessList allow(Collection<String> several) {
        return with(several, true);
    }

    /**
     * Denies a network.
     *
     * @param network for example {@code 10.0.0.0/8}, {@code 2001:db8::/32} or {@code 10.0.0.1}
     * @return a changed copy
     * @throws IllegalArgumentException when it is not a network, has bits set beyond its prefix, is allowed, or is one
     *     more than 10,000
     */
    public AccessList deny(String network) {
        return with(Collections.singletonList(network), false);
    }

    /**
     * Denies several networks; quicker than one at a time.
     *
     * @param several as for {@link #deny(String)}
     * @return a changed copy
     * @throws IllegalArgumentException as {@link #deny(String)} does
     */
    public AccessList deny(Collection<String> several) {
        return with(several, false);
    }

    private AccessList with(Collection<String> several, boolean allowed) {
        Map<Network, Boolean> next = new LinkedHashMap<>(networks);
        for (String text : Setting.present("access networks", several)) {
            Network network = Network.parse(Setting.text("access network", text));
            Boolean earlier = next.putIfAbsent(network, allowed);
            if (earlier != null && earlier != allowed) {
                throw Setting.refusal(
                        "access network",
                        network,
                        "a network that is not both " + verb(allowed) + " and " + verb(earlier));
            }
        }
        Setting.range("access networks", next.size(), 0, MAX_NETWORKS);
        return next.isEmpty() ? ALL : new AccessList(next);
    }

    private static String verb(boolean allowed) {
        return allowed ? "allowed" : "denied";
    }

    /**
     * Whether everybody may connect.
     *
     * @return true when no network is allowed or denied
     */
    public boolean isAll() {
        return networks.isEmpty();
    }

    /**
     * The networks allowed.
     *
     * @return an immutable list in the order of adding, each as {@code address/bits}
     */
    public List<String> allowed() {
        return texts(true);
    }

    /**
     * The networks denied.
     *
     * @return an immutable list in the order of adding, each as {@code address/bits}
     */
    public List<String> denied() {
        return texts(false);
    }

    private List<String> texts(boolean allowed) {
        return networks.entrySet().stream()
                .filter(entry -> entry.getValue() == allowed)
                .map(entry -> entry.getKey().toString())
                .toList();
    }

    /**
     * Whether a client may connect.
     *
     * @param client its address, of any family
     * @return what the longest prefix says
     */
    public boolean allows(InetAddress client) {
        byte[] bytes = client.getAddress();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return bytes.length == 4
                ? allows(0, MAPPED | Integer.toUnsignedLong(buffer.getInt()))
                : allows(buffer.getLong(), buffer.getLong());
    }

    /** As the bits of an IPv6 address, IPv4 in its mapped form. Allocates nothing. */
    boolean allows(long high, long low) {
        if (networks.isEmpty()) {
            return true;
        }
        Compiled tables = compiled;
        if (tables == null) {
            tables = compile();
            compiled = tables;
        }
        return (Network.isMapped(high, low) ? tables.v4 : tables.v6).find(high, low);
    }

    private Compiled compile() {
        boolean otherwise = !networks.containsValue(true);
        return new Compiled(table(true, otherwise), table(false, otherwise));
    }

    private RangeTable table(boolean v4, boolean otherwise) {
        RangeTable.Builder table = new RangeTable.Builder(otherwise);
        networks.entrySet().stream()
                .filter(entry -> entry.getKey().isV4() == v4)
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> table.add(entry.getKey(), entry.getValue()));
        return table.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessList that && networks.equals(that.networks);
    }

    @Override
    public int hashCode() {
        return networks.hashCode();
    }

    /** {@code all}, or for example {@code allow 10.0.0.0/8, deny 10.9.0.0/16}; of a long list the beginning. */
    @Override
    public String toString() {
        if (networks.isEmpty()) {
            return "all";
        }
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (Map.Entry<Network, Boolean> entry : networks.entrySet()) {
            if (++count > 10) {
                return text + " and " + (networks.size() - 10) + " more";
            }
            text.append(count == 1 ? "" : ", ")
                    .append(entry.getValue() ? "allow " : "deny ")
                    .append(entry.getKey());
        }
        return text.toString();
    }
}
