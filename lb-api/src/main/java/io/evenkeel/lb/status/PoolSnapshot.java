package io.evenkeel.lb.status;

import java.util.List;
import java.util.Optional;

/** A pool at one moment. Immutable. */
public interface PoolSnapshot {

    /**
     * The pool's name.
     *
     * @return the name
     */
    String name();

    /**
     * How it is doing as a whole.
     *
     * @return the status
     */
    ServiceStatus status();

    /**
     * The pool's servers.
     *
     * @return an immutable list by the order of declaration
     */
    List<ServerSnapshot> servers();

    /**
     * Where clients go when none of the servers is available.
     *
     * @return the sorry server, which is not checked, or empty for none
     */
    Optional<ServerSnapshot> sorryServer();

    /**
     * How many clients wait because all servers are at their limits.
     *
     * @return 0 or more
     */
    int waiting();
}
