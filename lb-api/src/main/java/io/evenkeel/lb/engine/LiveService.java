package io.evenkeel.lb.engine;

import io.evenkeel.lb.Pool;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.persist.CookiePersistence;
import io.evenkeel.lb.persist.TablePersistence;
import io.evenkeel.lb.status.ServiceStatus;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A virtual service of a running balancer: its present configuration and its pools. */
public final class LiveService {

    private static final int COOKIE_KEY_BYTES = 32;

    private final EngineContext context;
    private final Endpoints endpoints;
    private final LivePool pool;
    private final Refusals refusals;
    private volatile ServiceState state;
    private volatile boolean removed;
    private byte @Nullable [] cookieKey;

    LiveService(VirtualService config, EngineContext context, Endpoints endpoints) {
        this.context = context;
        this.endpoints = endpoints;
        this.refusals = new Refusals(config.name(), context.time());
        Map<String, LivePool> pools = new LinkedHashMap<>();
        for (Pool each : config.pools()) {
            pools.put(each.name(), new LivePool(config.name(), each, context, endpoints));
        }
        this.state = new ServiceState(config, Collections.unmodifiableMap(pools), affinities(config, null));
        this.pool = state.pool();
    }

    /**
     * The service's name.
     *
     * @return the name, the same for the service's whole life
     */
    public String name() {
        return pool.name();
    }

    /**
     * The service as it is now, for whoever needs more than one thing of it.
     *
     * @return what was published last
     */
    public ServiceState state() {
        return state;
    }

    /**
     * The configuration in force.
     *
     * @return what was declared last
     */
    public VirtualService config() {
        return state.config();
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
     * What keeps clients on the servers that they had in the default pool.
     *
     * @return the persistence at work, or null where there is none, or none that remembers anything
     */
    public @Nullable Affinity affinity() {
        return state.affinity();
    }

    /**
     * The key that the cookies of this service are signed with.
     *
     * @param persistence the cookie
     * @return a copy of its own key; else of a random one, the same for the service's whole life
     */
    public byte[] cookieKey(CookiePersistence persistence) {
        return persistence.key().orElseGet(this::drawnKey);
    }

    private synchronized byte[] drawnKey() {
        byte[] drawn = cookieKey;
        if (drawn == null) {
            drawn = new byte[COOKIE_KEY_BYTES];
            new SecureRandom().nextBytes(drawn);
            cookieKey = drawn;
        }
        return drawn.clone();
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

    public void requirePresent() {
        if (removed) {
            throw new NoSuchElementException("service " + name() + " was removed");
        }
    }

    /**
     * How it is doing as a whole: as its default pool does, and degraded if that is up while another pool is not.
     *
     * @return the status
     */
    public ServiceStatus status() {
        ServiceStatus status = pool.state().status();
        if (!isUp(status)) {
            return status;
        }
        boolean all = state.pools().stream().allMatch(each -> isUp(each.state().status()));
        return all ? status : ServiceStatus.DEGRADED;
    }

    private static boolean isUp(ServiceStatus status) {
        return status == ServiceStatus.UP || status == ServiceStatus.UNCHECKED;
    }

    // ---- control thread ----

    /**
     * Puts a configuration in force. Pools that both have keep all but what is declared.
     *
     * @param publish publishes a new pool, before anybody can choose from it
     */
    void declare(VirtualService next, Consumer<LivePool> publish) {
        Map<String, LivePool> old = new LinkedHashMap<>();
        state.pools().forEach(each -> old.put(each.name(), each));
        Map<String, LivePool> pools = new LinkedHashMap<>();
        for (Pool config : next.pools()) {
            LivePool known = old.remove(config.name());
            if (known == null) {
                known = new LivePool(name(), config, context, endpoints);
                publish.accept(known);
            } else {
                known.declare(config);
            }
            pools.put(config.name(), known);
        }
        state = new ServiceState(next, Collections.unmodifiableMap(pools), affinities(next, state));
        old.values().forEach(this::retire);
    }

    private void retire(LivePool pool) {
        for (Endpoint left : pool.retire()) {
            context.control()
                    .afterPublication(() -> context.traffic().onLoss(this, pool, left, TrafficListener.Loss.REMOVED));
        }
    }

    private Map<String, Affinity> affinities(VirtualService next, @Nullable ServiceState previous) {
        if (!(next.persistence() instanceof TablePersistence<?> settings)) {
            return Map.of();
        }
        Affinity main = Affinity.of(next.name(), settings, previous == null ? null : previous.affinity(), context);
        Map<String, Affinity> affinities = new LinkedHashMap<>();
        affinities.put(next.name(), main);
        for (Pool each : next.pools().subList(1, next.pools().size())) {
            affinities.put(each.name(), main.forPool(each.name()));
        }
        return affinities;
    }

    void remove() {
        removed = true;
        state.pools().forEach(LivePool::retireAll);
    }
}
