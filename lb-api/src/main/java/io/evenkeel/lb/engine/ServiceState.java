package io.evenkeel.lb.engine;

import io.evenkeel.lb.VirtualService;
import java.util.Collection;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service at one moment: what was declared last, and what is at work for it. Captured once by each connection or request,
 * which then sees no change halfway: a pool that was taken out meanwhile goes on with the servers that it had. Immutable.
 */
public final class ServiceState {

    private final VirtualService config;
    private final Map<String, LivePool> pools;
    private final Map<String, Affinity> affinities;
    private final LivePool pool;
    private final @Nullable Affinity affinity;

    /**
     * A state.
     *
     * @param pools all pools by name, in the order of declaration
     * @param affinities the persistence at work in each pool; empty where there is none
     */
    ServiceState(VirtualService config, Map<String, LivePool> pools, Map<String, Affinity> affinities) {
        this.config = config;
        this.pools = pools;
        this.affinities = affinities;
        this.pool = Objects.requireNonNull(pools.get(config.name()));
        this.affinity = affinities.get(config.name());
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
     * A pool.
     *
     * @param name its name
     * @return the pool
     * @throws NoSuchElementException when there is none of this name
     */
    public LivePool pool(String name) {
        LivePool found = pools.get(name);
        if (found == null) {
            throw new NoSuchElementException(
                    config.name() + ": there is no pool " + name + "; there are " + pools.keySet());
        }
        return found;
    }

    /**
     * A pool, where it is not known to exist; nothing is thrown or allocated.
     *
     * @param name its name
     * @return the pool, or null when there is none of this name
     */
    public @Nullable LivePool findPool(String name) {
        return pools.get(name);
    }

    /**
     * All pools.
     *
     * @return an immutable collection, the default pool first
     */
    public Collection<LivePool> pools() {
        return pools.values();
    }

    /**
     * What keeps clients on the servers that they had in the default pool.
     *
     * @return the persistence at work, or null where there is none, or none that remembers anything
     */
    public @Nullable Affinity affinity() {
        return affinity;
    }

    /**
     * What keeps clients on the servers that they had in a pool: a client may have one in each.
     *
     * @param in one of the pools
     * @return the persistence at work, or null where there is none, or none that remembers anything
     */
    public @Nullable Affinity affinity(LivePool in) {
        return in == pool ? affinity : affinities.get(in.name());
    }
}
