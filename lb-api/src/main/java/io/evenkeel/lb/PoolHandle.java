package io.evenkeel.lb;

import io.evenkeel.lb.status.PoolSnapshot;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;

/**
 * A pool of a running balancer. Safe for use by many threads; see {@link LoadBalancer} about commands. Commands fail with
 * {@link NoSuchElementException} once the pool, or its service, is gone.
 */
public interface PoolHandle {

    /**
     * The pool's name.
     *
     * @return the name; the default pool has the service's
     */
    String name();

    /**
     * The handle of a server in the pool.
     *
     * @param id the server's id, {@code host:port}
     * @return its handle, valid until the server is removed
     * @throws NoSuchElementException when there is no such server
     */
    ServerHandle server(String id);

    /**
     * The handles of all servers in the pool.
     *
     * @return an immutable list by the order of declaration
     * @throws NoSuchElementException when the pool is gone
     */
    List<ServerHandle> servers();

    /**
     * Adds a server to the pool.
     *
     * @param server a server of a new id
     * @return completes when it is published; fails with {@link IllegalArgumentException} when the id is taken, the server
     *     cannot be checked, or it has a port of its own beside a listener that maps to another
     */
    CompletionStage<Void> add(RealServer server);

    /**
     * Removes a server from the pool: no new clients; live connections finish. What the administrator had set for it is
     * forgotten.
     *
     * @param id the server's id
     * @return completes when it is published; fails with {@link NoSuchElementException} when there is no such server
     */
    CompletionStage<Void> remove(String id);

    /**
     * The pool as it is now.
     *
     * @return an immutable picture
     * @throws NoSuchElementException when the pool, or its service, was removed
     */
    PoolSnapshot snapshot();
}
