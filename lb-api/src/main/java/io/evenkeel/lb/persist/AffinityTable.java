package io.evenkeel.lb.persist;

import io.evenkeel.lb.spi.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where persistence remembers which host a key belongs to. Values name hosts and not endpoints, so that a client's ports
 * 443 and 80 meet on one server; only where several servers of a pool have one host they are {@code host:port}. Services that are given one table share it. All methods are called by many threads, mostly
 * event loops, and never block.
 */
public interface AffinityTable {

    /** Receives the answer of a lookup; called once, from any thread. */
    @FunctionalInterface
    interface Answer {

        /**
         * The answer has come.
         *
         * @param host the host that the key belongs to, or null for none
         */
        void found(@Nullable String host);
    }

    /** How a lookup was answered. */
    enum Lookup {
        /** The answer was called before the lookup returned. */
        ANSWERED,
        /** The answer will be called later; the client waits for it, under a deadline. */
        PENDING
    }

    /**
     * Asks for a key's host, which counts as a use of it.
     *
     * @param key the client's key
     * @param answer receives the host
     * @return whether the answer has been called already
     */
    Lookup lookup(AffinityKey key, Answer answer);

    /**
     * Binds a key to a host if it is still bound as expected: a compare-and-set, so that of two connections of one client
     * that race, one decides. The loser stays where it is.
     *
     * @param key the client's key
     * @param host the host to bind it to
     * @param expected the host that the lookup found, or null for none
     */
    void bind(AffinityKey key, String host, @Nullable String expected);

    /**
     * Counts as a use of a key that a lookup found: a connection of its client has ended.
     *
     * @param key the client's key
     */
    default void touch(AffinityKey key) {}

    /**
     * What the table has done so far.
     *
     * @return the counters now
     */
    AffinityStatistics statistics();

    /**
     * A table in this process's memory.
     *
     * @param timeout after how long without a use an entry is forgotten, 1 s to 28 days
     * @param maxEntries 1 to 100,000,000; beyond that the entries least likely to be used again make room
     * @return an empty table
     * @throws IllegalArgumentException when a value is outside its range
     */
    static AffinityTable inMemory(Duration timeout, int maxEntries) {
        return inMemory(timeout, maxEntries, TimeSource.system());
    }

    /**
     * As {@link #inMemory(Duration, int)}, with a clock; for tests.
     *
     * @param timeout after how long without a use an entry is forgotten, 1 s to 28 days
     * @param maxEntries 1 to 100,000,000
     * @param time the time source
     * @return an empty table
     * @throws IllegalArgumentException when a value is outside its range
     */
    static AffinityTable inMemory(Duration timeout, int maxEntries, TimeSource time) {
        return new MemoryAffinityTable(timeout, maxEntries, time);
    }
}
