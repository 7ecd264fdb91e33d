package io.evenkeel.lb.persist;

import org.jspecify.annotations.Nullable;

/**
 * Where persistence remembers which host a key belongs to. Values name hosts and not endpoints, so that a client's ports
 * 443 and 80 meet on one server.
 *
 * @param <K> the kind of key, with value equality
 */
public interface AffinityTable<K> {

    /** Receives the answer of a lookup that was {@link Lookup#PENDING}; called once, from any thread. */
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
        /** The answer will be called later; the caller waits under a deadline of its own. */
        PENDING
    }

    /**
     * Asks for a key's host. Never blocks.
     *
     * @param key the client's key
     * @param answer receives the host
     * @return whether the answer has been called already
     */
    Lookup lookup(K key, Answer answer);

    /**
     * Binds a key to a host if it is still bound as expected: a compare-and-set, so that of two connections of one client
     * that race, one decides. The loser stays where it is.
     *
     * @param key the client's key
     * @param host the host to bind it to
     * @param expected the host seen by the lookup, or null for none
     * @return whether the key is bound to {@code host} now
     */
    boolean bind(K key, String host, @Nullable String expected);
}
