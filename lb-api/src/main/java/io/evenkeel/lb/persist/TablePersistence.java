package io.evenkeel.lb.persist;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Persistence that remembers clients' hosts in a table. A client's host is remembered from its first use on until there has
 * been none for the timeout; a use is the beginning or the end of a connection, or of a request. A server that drains keeps
 * its clients until the drain time ends; when a server is gone (down, ejected, disabled, removed, or not reached), its
 * clients get another one and stay there. While it is only full, they get another one for the time being. Immutable, with
 * value equality; each setter returns a changed copy.
 *
 * @param <P> the kind itself
 */
public abstract sealed class TablePersistence<P extends TablePersistence<P>> implements Persistence
        permits SourcePersistence, PassiveCookiePersistence, HeaderPersistence {

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(28);
    static final int MOST_ENTRIES = 100_000_000;

    /**
     * What all these kinds have.
     *
     * @param table null for one of the service's own
     */
    record TableSettings(
            Duration timeout, int maxEntries, @Nullable AffinityTable table, Duration lookupTimeout) {

        static final TableSettings DEFAULT =
                new TableSettings(Duration.ofSeconds(1200), 100_000, null, Duration.ofSeconds(1));

        /** Tables, which may be the user's, are the same or not. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TableSettings that
                    && timeout.equals(that.timeout)
                    && maxEntries == that.maxEntries
                    && table == that.table
                    && lookupTimeout.equals(that.lookupTimeout);
        }

        @Override
        public int hashCode() {
            return Objects.hash(timeout, maxEntries, lookupTimeout);
        }
    }

    private final TableSettings settings;

    TablePersistence(TableSettings settings) {
        this.settings = settings;
    }

    TableSettings settings() {
        return settings;
    }

    abstract P with(TableSettings next);

    /**
     * How long a client's host is remembered after its last use. Means nothing beside {@link #table}.
     *
     * @param value 1 s to 28 days, default 1200 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public P timeout(Duration value) {
        Duration checked = Setting.range("persistence timeout", value, SHORTEST, LONGEST);
        return with(new TableSettings(checked, settings.maxEntries, settings.table, settings.lookupTimeout));
    }

    /**
     * How many clients are remembered, at about 150 bytes each. Means nothing beside {@link #table}.
     *
     * @param value 1 to 100,000,000, default 100,000
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public P maxEntries(int value) {
        int checked = Setting.range("persistence entries", value, 1, MOST_ENTRIES);
        return with(new TableSettings(settings.timeout, checked, settings.table, settings.lookupTimeout));
    }

    /**
     * Remembers in a given table. Services with the same table send a client to the same host (port following).
     *
     * @param value {@link AffinityTable#inMemory}, or one of the user's own; default a table for this service alone
     * @return a changed copy
     */
    public P table(AffinityTable value) {
        AffinityTable checked = Setting.present("persistence table", value);
        return with(new TableSettings(settings.timeout, settings.maxEntries, checked, settings.lookupTimeout));
    }

    /**
     * How long a client may wait for a table's answer; then it goes on as if it were not known.
     *
     * @param value 1 ms to 1 minute, default 1 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public P lookupTimeout(Duration value) {
        Duration checked =
                Setting.range("persistence lookup timeout", value, Duration.ofMillis(1), Duration.ofMinutes(1));
        return with(new TableSettings(settings.timeout, settings.maxEntries, settings.table, checked));
    }

    /**
     * How long an unused entry is remembered.
     *
     * @return 1 s to 28 days
     */
    public Duration timeout() {
        return settings.timeout;
    }

    /**
     * How many clients are remembered.
     *
     * @return 1 to 100,000,000
     */
    public int maxEntries() {
        return settings.maxEntries;
    }

    /**
     * The table to remember in.
     *
     * @return the given table, or empty for one of the service's own
     */
    public Optional<AffinityTable> table() {
        return Optional.ofNullable(settings.table);
    }

    /**
     * How long a client may wait for a table's answer.
     *
     * @return 1 ms to 1 minute
     */
    public Duration lookupTimeout() {
        return settings.lookupTimeout;
    }
}
