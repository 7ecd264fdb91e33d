package io.evenkeel.lb.status;

import io.evenkeel.lb.check.Health;
import java.time.Instant;

/** A real server in a pool at one moment. Immutable. */
public interface ServerSnapshot {

    /**
     * The server's id within its pool.
     *
     * @return {@code host:port}, {@code [v6]:port} or {@code host}
     */
    String id();

    /**
     * Where it is reached.
     *
     * @return the address, with {@code *} for the port that the client came to; of a host name the address that is tried
     *     first, or the name itself as long as it was never resolved
     */
    String address();

    /**
     * The weight in force: the administrator's or else the declared one.
     *
     * @return 0 to 65535
     */
    int weight();

    /**
     * What is observed.
     *
     * @return the health
     */
    Health health();

    /**
     * What the operator wants.
     *
     * @return the administrative state
     */
    AdminState admin();

    /**
     * Why the health is what it is.
     *
     * @return a short phrase, empty where there is nothing to say
     */
    String cause();

    /**
     * Since when the health is what it is.
     *
     * @return the time of the last change
     */
    Instant since();

    /**
     * What is in progress at the server's endpoint, from all pools.
     *
     * @return 0 or more
     */
    int inFlight();

    /**
     * Connections given to the server through this pool, failed attempts to reach it included.
     *
     * @return 0 or more
     */
    long totalConnections();

    /**
     * Requests given to the server through this pool.
     *
     * @return 0 or more; 0 for TCP services
     */
    long totalRequests();

    /**
     * Bytes from clients to the server.
     *
     * @return 0 or more
     */
    long bytesIn();

    /**
     * Bytes from the server to clients.
     *
     * @return 0 or more
     */
    long bytesOut();

    /**
     * Units of work that ended by the server's fault.
     *
     * @return 0 or more
     */
    long failures();
}
