package io.evenkeel.lb.persist;

import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Persistence by source address. Immutable, with value equality; each setter returns a changed copy. */
public final class SourcePersistence extends TablePersistence<SourcePersistence> implements ConnectionPersistence {

    static final SourcePersistence DEFAULT = new SourcePersistence(32, 128, TableSettings.DEFAULT);

    private final int prefix4;
    private final int prefix6;

    private SourcePersistence(int prefix4, int prefix6, TableSettings settings) {
        super(settings);
        this.prefix4 = prefix4;
        this.prefix6 = prefix6;
    }

    @Override
    SourcePersistence with(TableSettings next) {
        return new SourcePersistence(prefix4, prefix6, next);
    }

    /**
     * How many bits of an IPv4 address count: 24 keeps all clients of such a network on one server.
     *
     * @param bits 1 to 32, default 32
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SourcePersistence prefix(int bits) {
        return new SourcePersistence(Setting.range("persistence prefix", bits, 1, 32), prefix6, settings());
    }

    /**
     * How many bits of an IPv6 address count: 64 takes a host for one client that changes its address for privacy.
     *
     * @param bits 1 to 128, default 128
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SourcePersistence prefix6(int bits) {
        return new SourcePersistence(prefix4, Setting.range("persistence prefix6", bits, 1, 128), settings());
    }

    /**
     * What a client is known by.
     *
     * @param client its address
     * @return the key
     */
    public AffinityKey key(InetAddress client) {
        return AffinityKey.of(client, prefix4, prefix6);
    }

    /**
     * How many bits of an IPv4 address count.
     *
     * @return 1 to 32
     */
    public int prefix() {
        return prefix4;
    }

    /**
     * How many bits of an IPv6 address count.
     *
     * @return 1 to 128
     */
    public int prefix6() {
        return prefix6;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourcePersistence that
                && prefix4 == that.prefix4
                && prefix6 == that.prefix6
                && settings().equals(that.settings());
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefix4, prefix6, settings());
    }

    @Override
    public String toString() {
        return "source/" + prefix4;
    }
}
