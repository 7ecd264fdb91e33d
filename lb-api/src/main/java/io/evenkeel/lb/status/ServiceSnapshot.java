package io.evenkeel.lb.status;

import io.evenkeel.lb.persist.AffinityStatistics;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A virtual service at one moment. Immutable. */
public interface ServiceSnapshot {

    /**
     * The service's name.
     *
     * @return the name
     */
    String name();

    /**
     * How it is doing as a whole: as its default pool is, but {@link ServiceStatus#DEGRADED} where that is up and another
     * pool is not.
     *
     * @return the status
     */
    ServiceStatus status();

    /**
     * Where clients reach it.
     *
     * @return an immutable list of each port, in the order of the listeners
     */
    List<InetSocketAddress> listen();

    /**
     * How many clients were turned away, since the service was added, and why.
     *
     * @return an immutable map of every reason to a number, 0 or more
     */
    Map<Refusal, Long> refused();

    /**
     * Its pools, the default one first.
     *
     * @return an immutable list
     */
    List<PoolSnapshot> pools();

    /**
     * What its persistence table has done; services that share a table have the same.
     *
     * @return the counters, or empty where the service has no persistence
     */
    Optional<AffinityStatistics> persistence();
}
