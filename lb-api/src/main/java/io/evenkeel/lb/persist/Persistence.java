package io.evenkeel.lb.persist;

/** What keeps a client on the server that it had: which key it is known by, and how long that is remembered. */
public sealed interface Persistence permits NoPersistence, SourcePersistence {

    /**
     * Each client's server is chosen anew.
     *
     * @return no persistence, the default
     */
    static Persistence none() {
        return NoPersistence.INSTANCE;
    }

    /**
     * A client is known by its source address: all clients behind one address translation are one.
     *
     * @return persistence by source address, with every default
     */
    static SourcePersistence source() {
        return SourcePersistence.DEFAULT;
    }
}
