package io.evenkeel.lb;

import io.evenkeel.lb.status.ServiceSnapshot;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;

/** A virtual service of a running balancer. Safe for use by many threads; see {@link LoadBalancer} about commands. */
public interface ServiceHandle {

    /**
     * The service's name.
     *
     * @return the name
     */
    String name();

    /**
     * Where clients reach the service now, with the ports that the system chose.
     *
     * @return an immutable list of each port, in the order of the listeners
     */
    List<InetSocketAddress> boundAddresses();

    /**
     * The handle of a pool.
     *
     * @param name the pool's name; the default pool has the service's
     * @return its handle, valid until the pool is removed
     * @throws NoSuchElementException when there is no such pool
     */
    PoolHandle pool(String name);

    /**
     * The handles of all pools.
     *
     * @return an immutable list, the default pool first
     */
    List<PoolHandle> pools();

    /**
     * The handle of a server in the default pool.
     *
     * @param id the server's id, {@code host:port}
     * @return its handle, valid until the server is removed
     * @throws NoSuchElementException when there is no such server
     */
    ServerHandle server(String id);

    /**
     * The handles of all servers in the default pool.
     *
     * @return an immutable list by the order of declaration
     */
    List<ServerHandle> servers();

    /**
     * Adds a server to the default pool.
     *
     * @param server a server of a new id
     * @return completes when it is published; fails with {@link IllegalArgumentException} when the id is taken, the server
     *     cannot be checked, or it has a port of its own beside a listener that maps to another
     */
    CompletionStage<Void> add(RealServer server);

    /**
     * Removes a server from the default pool: no new clients; live connections finish. What the administrator had set for
     * it is forgotten.
     *
     * @param id the server's id
     * @return completes when it is published; fails with {@link NoSuchElementException} when there is no such server
     */
    CompletionStage<Void> remove(String id);

    /**
     * The service as it is now.
     *
     * @return an immutable picture
     * @throws NoSuchElementException when the service was removed
     */
    ServiceSnapshot snapshot();
}
