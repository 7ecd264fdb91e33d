package io.evenkeel.lb.engine;

import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.persist.TablePersistence;
import org.jspecify.annotations.Nullable;

/** A virtual service of a running balancer: its present configuration and its pool. */
public final class LiveService {

    private final LivePool pool;
    private final Refusals refusals;
    private volatile VirtualService config;
    private volatile @Nullable Affinity affinity;
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
     * What keeps clients on the servers that they had.
     *
     * @return the persistence at work, or null for none
     */
    public @Nullable Affinity affinity() {
        return affinity;
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
    void config(VirtualService next, EngineContext context) {
        config = next;
        affinity = next.persistence() instanceof TablePersistence<?> source
                ? Affinity.of(name(), source, affinity, context)
                : null;
    }

    /** Control thread only. */
    void remove() {
        removed = true;
    }
}
