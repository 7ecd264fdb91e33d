package io.evenkeel.lb.persist;

import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Persistence by source address. A client's host is remembered from its first connection on until no connection of it has
 * begun or ended for the timeout. A server that drains keeps its clients until the drain time ends; when a server is gone
 * (down, ejected, disabled, removed, or not reached), its clients get another one and stay there. While it is only full,
 * they get another one for the time being. Immutable, with value equality; each setter returns a changed copy.
 */
public final class SourcePersistence implements Persistence {

    static final SourcePersistence DEFAULT =
            new SourcePersistence(32, 128, Duration.ofSeconds(1200), 100_000, null, Duration.ofSeconds(1));

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(28);
    static final int MOST_ENTRIES = 100_000_000;

    private final int prefix4;
    private final int prefix6;
    private final Duration timeout;
    private final int maxEntries;
    private final @Nullable AffinityTable table;
    private final Duration lookupTimeout;

    private SourcePersistence(
            int prefix4,
            int prefix6,
            Duration timeout,
            int maxEntries,
            @Nullable AffinityTable table,
            Duration lookupTimeout) {
        this.prefix4 = prefix4;
        this.prefix6 = prefix6;
        this.timeout = timeout;
        this.maxEntries = maxEntries;
        this.table = table;
        this.lookupTimeout = lookupTimeout;
    }

    /**
     * How many bits of an IPv4 address count: 24 keeps all clients of such a network on one server.
     *
     * @param bits 1 to 32, default 32
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SourcePersistence prefix(int bits) {
        int checked = Setting.range("persistence prefix", bits, 1, 32);
        return new SourcePersistence(checked, prefix6, timeout, maxEntries, table, lookupTimeout);
    }

    /**
     * How many bits of an IPv6 address count: 64 takes a host for one client that changes its address for privacy.
     *
     * @param bits 1 to 128, default 128
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SourcePersistence prefix6(int bits) {
        int checked = Setting.range("persistence prefix6", bits, 1, 128);
        return new SourcePersistence(prefix4, checked, timeout, maxEntries, table, lookupTimeout);
    }

    /**
     * How long a client's host is remembered after its last use: the last time that a connection began or ended. Means
     * nothing beside {@link #table}.
     *
     * @param value 1 s to 28 days, default 1200 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SourcePersistence timeout(Duration value) {
        Duration checked = Setting.range("persistence timeout", value, SHORTEST, LONGEST);
        return new SourcePersistence(prefix4, prefix6, checked, maxEntries, table, lookupTimeout);
    }

    /**
     * How many clients are remembered, at about 150 bytes each. Means nothing beside {@link #table}.
     *
     * @param value 1 to 100,000,000, default 100,000
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SourcePersistence maxEntries(int value) {
        int checked = Setting.range("persistence entries", value, 1, MOST_ENTRIES);
        return new SourcePersistence(prefix4, prefix6, timeout, checked, table, lookupTimeout);
    }

    /**
     * Remembers in a given table. Services with the same table send a client to the same host (port following).
     *
     * @param value {@link AffinityTable#inMemory}, or one of the user's own; default a table for this service alone
     * @return a changed copy
     */
    public SourcePersistence table(AffinityTable value) {
        AffinityTable checked = Setting.present("persistence table", value);
        return new SourcePersistence(prefix4, prefix6, timeout, maxEntries, checked, lookupTimeout);
    }

    /**
     * How long a client may wait for a table's answer; then it goes on as if it were not known.
     *
     * @param value 1 ms to 1 minute, default 1 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SourcePersistence lookupTimeout(Duration value) {
        Duration checked =
                Setting.range("persistence lookup timeout", value, Duration.ofMillis(1), Duration.ofMinutes(1));
        return new SourcePersistence(prefix4, prefix6, timeout, maxEntries, table, checked);
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

    /**
     * How long an unused entry is remembered.
     *
     * @return 1 s to 28 days
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * How many clients are remembered.
     *
     * @return 1 to 100,000,000
     */
    public int maxEntries() {
        return maxEntries;
    }

    /**
     * The table to remember in.
     *
     * @return the given table, or empty for one of the service's own
     */
    public Optional<AffinityTable> table() {
        return Optional.ofNullable(table);
    }

    /**
     * How long a client may wait for a table's answer.
     *
     * @return 1 ms to 1 minute
     */
    public Duration lookupTimeout() {
        return lookupTimeout;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourcePersistence that
                && prefix4 == that.prefix4
                && prefix6 == that.prefix6
                && timeout.equals(that.timeout)
                && maxEntries == that.maxEntries
                && table == that.table
                && lookupTimeout.equals(that.lookupTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefix4, prefix6, timeout, maxEntries, lookupTimeout);
    }

    @Override
    public String toString() {
        return "source/" + prefix4;
    }
}
