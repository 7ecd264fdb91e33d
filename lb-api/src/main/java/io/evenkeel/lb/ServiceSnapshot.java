package io.evenkeel.lb;

import java.net.InetSocketAddress;
import java.util.List;

/** A virtual service at one moment. Immutable. */
public interface ServiceSnapshot {

    /**
     * The service's name.
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
     * Where clients reach it.
     *
     * @return an immutable list in the order of the listeners
     */
    List<InetSocketAddress> listen();

    /**
     * Its pools, the default one first.
     *
     * @return an immutable list
     */
    List<PoolSnapshot> pools();
}
