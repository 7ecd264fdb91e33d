package io.evenkeel.lb.engine;

import io.evenkeel.lb.VirtualService;

/** A virtual service of a running balancer: its present configuration and its pool. */
public final class LiveService {

    private final LivePool pool;
    private final Refusals refusals;
    private volatile VirtualService config;
    private volatile boolean removed;

    LiveService(VirtualService config, LivePool pool, Refusals refusals) {
        this.config = config;
        this.pool = pool;
        this.refusals = refusals;
    }

    /**
     * The service's name.
     *
     * @return the name, the same for the service's whole life
     */
    public String name() {
        return pool.service();
    }

    /**
     * The configuration in force.
     *
     * @return what was declared last
     */
    public VirtualService config() {
        return config;
    }

    /**
     * The default pool.
     *
     * @return the pool, the same for the service's whole life
     */
    public LivePool pool() {
        return pool;
    }

    /**
     * The clients that were turned away.
     *
     * @return their counts, the same for the service's whole life
     */
    public Refusals refusals() {
        return refusals;
    }

    /**
     * Whether the service was removed.
     *
     * @return true from the removal on
     */
    public boolean isRemoved() {
        return removed;
    }

    /** Control thread only. */
    void config(VirtualService next) {
        config = next;
    }

    /** Control thread only. */
    void remove() {
        removed = true;
    }
}
