package io.evenkeel.lb;

import java.util.List;

/** A pool at one moment. Immutable. */
public interface PoolSnapshot {

    /**
     * The pool's name.
     *
     * @return the name
     */
    String name();

    /**
     * The pool's servers.
     *
     * @return an immutable list by the order of declaration
     */
    List<ServerSnapshot> servers();
}
