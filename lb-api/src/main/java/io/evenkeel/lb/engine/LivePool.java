package io.evenkeel.lb.engine;

import io.evenkeel.lb.AdminState;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of a running balancer. The control thread owns its entries and publishes a {@link PoolState}; workers choose from
 * the state last published.
 */
public final class LivePool {

    private static final Logger log = LoggerFactory.getLogger(LivePool.class);

    private final String service;
    private final EngineContext context;
    private final Endpoints endpoints;
    private final Publisher publisher;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<MemberChange> changes = new ArrayList<>();
    private final AtomicBoolean schedulerComplained = new AtomicBoolean();
    /** Made once: a method reference in {@link #choose} might be allocated at each call. */
    private final Chooser.Complaint complaint = this::schedulerFailed;

    private Pool config;
    private long nextOrdinal;
    private boolean dirty = true;

    private volatile PoolState state = PoolState.EMPTY;

    LivePool(String service, Pool config, EngineContext context, Endpoints endpoints) {
        this.service = service;
        this.context = context;
        this.endpoints = endpoints;
        this.config = config;
        this.publisher = new Publisher(service, context.workers());
        declare(config);
    }

    /**
     * Chooses a server and reserves it. On the worker's thread.
     *
     * @param worker who chooses
     * @param persistedHost the host that the client persists to, or null
     * @param selection remembers the state and what was tried; holds the reservation
     * @return the answer; only for {@link Choice#PICKED} does the selection hold a reservation
     */
    public Choice choose(Worker worker, @Nullable String persistedHost, Selection selection) {
        return Chooser.choose(selection.begin(worker, state), persistedHost, selection, complaint);
    }

    String service() {
        return service;
    }

    PoolState state() {
        return state;
    }

    // ---- control thread ----

    /** Makes the members those of a configuration; members that both have keep all but what is declared. */
    void declare(Pool next) {
        config = next;
        Map<String, Entry> old = new LinkedHashMap<>(entries);
        entries.clear();
        for (RealServer server : next.servers()) {
            Entry entry = old.remove(server.id());
            if (entry == null) {
                entry = newEntry(server);
                resolve(entry);
            } else {
                entry.declared = server;
            }
            entries.put(server.id(), entry);
        }
        old.values().forEach(this::retire);
        entries.values().forEach(this::watch);
        dirty = true;
    }

    void admin(String id, AdminState next, Duration drainTime) {
        Entry entry = entry(id);
        AdminState previous = entry.admin.state();
        entry.drainTimer.cancel();
        long ends = 0;
        if (next == AdminState.DRAINING) {
            ends = context.time().nanoTime() + drainTime.toNanos();
            entry.drainTimer = context.control().schedule(() -> drainEnded(id), drainTime);
            log.info("{}: server {} drains for {}", service, id, Setting.text(drainTime));
        } else if (next != previous) {
            log.info("{}: server {} is {}", service, id, next);
        }
        entry.admin = entry.admin.withState(next, ends);
        dirty = true;
        if (next != previous) {
            changes.add(new MemberChange(id, entry.endpoint, null, previous, null));
        }
    }

    void weight(String id, int weight) {
        Entry entry = entry(id);
        entry.admin = entry.admin.withWeight(weight);
        log.info("{}: server {} has weight {}", service, id, weight);
        dirty = true;
        changes.add(new MemberChange(id, entry.endpoint, null, entry.admin.state(), null));
    }

    void retireAll() {
        entries.values().forEach(this::retire);
        entries.clear();
        dirty = true;
        publish();
    }

    /** Publishes if something changed; the old state remains valid for selections that began with it. */
    boolean publish() {
        if (!dirty) {
            return false;
        }
        dirty = false;
        schedulerComplained.set(false);
        state = publisher.next(config, entries.values(), context.time().nanoTime());
        return true;
    }

    /** Adds the members that await their first verdict. */
    void addUnjudged(List<Entry> to) {
        entries.values().stream().filter(entry -> !entry.isJudged()).forEach(to::add);
    }

    /** What became of members since the last call. */
    List<MemberChange> takeChanges() {
        List<MemberChange> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    Pool config() {
        return config;
    }

    private Entry newEntry(RealServer server) {
        Endpoint endpoint = endpoints.acquire(server);
        boolean unresolved = endpoint.addresses().isEmpty();
        Observed first = new Observed(
                check() == HealthCheck.none() && !unresolved ? Health.UNCHECKED : Health.UNKNOWN,
                unresolved ? "name not resolved yet" : "",
                context.time().instant());
        return new Entry(
                server, AdminOverride.NONE, first, nextOrdinal++, endpoint, new MemberStats(context.workers()));
    }

    private void retire(Entry entry) {
        entry.retire();
        endpoints.release(entry.endpoint);
    }

    private Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new NoSuchElementException(
                    service + ": there is no server " + id + "; there are " + entries.keySet());
        }
        return entry;
    }

    private HealthCheck check() {
        return config.healthCheck().orElse(context.defaultCheck());
    }

    private void resolve(Entry entry) {
        if (entry.declared.address().isPresent()) {
            return;
        }
        entry.name = context.names().watch(entry.declared.host(), new NameWatch.Listener() {
            @Override
            public void onAddresses(List<InetAddress> addresses) {
                resolved(entry, addresses);
            }

            @Override
            public void onFailure(String cause) {
                unresolved(entry, cause);
            }
        });
    }

    private void resolved(Entry entry, List<InetAddress> addresses) {
        String id = entry.declared.id();
        if (!addresses.equals(entry.endpoint.addresses())) {
            entry.endpoint.addresses(addresses);
            log.info(
                    "{}: server {} is reached at {}",
                    service,
                    id,
                    addresses.stream().map(InetAddress::getHostAddress).toList());
        } else if (entry.nameFails) {
            log.info("{}: the name of server {} is resolved again", service, id);
        }
        entry.nameFails = false;
        if (entry.awaitsName) {
            entry.awaitsName = false;
            dirty = true;
            if (check() != HealthCheck.none()) {
                observe(entry, id, Health.UNKNOWN, "");
            }
        }
        watch(entry);
    }

    private void unresolved(Entry entry, String cause) {
        String id = entry.declared.id();
        if (entry.awaitsName) {
            observe(entry, id, Health.DOWN, "name not resolved: " + cause);
        } else if (!entry.nameFails) {
            log.warn("{}: the name of server {} is not resolved: {}; its last addresses are kept", service, id, cause);
        }
        entry.nameFails = true;
    }

    private void watch(Entry entry) {
        if (entry.awaitsName) {
            return; // comes back with the first address
        }
        String id = entry.declared.id();
        HealthCheck check = check();
        if (check == HealthCheck.none()) {
            entry.probe.cancel();
            entry.probeSpec = null;
            observe(entry, id, Health.UNCHECKED, "");
            return;
        }
        int policyPort = config.healthPolicy().port();
        int port = policyPort != 0 ? policyPort : entry.declared.port();
        ProbeSpec spec = new ProbeSpec(
                new CheckTarget(entry.endpoint.addresses().get(0).getHostAddress(), port),
                check,
                config.healthPolicy());
        if (spec.equals(entry.probeSpec)) {
            return;
        }
        entry.probe.cancel();
        entry.probeSpec = spec;
        // A member whose check or address changed keeps its last health until the new check has a verdict.
        if (entry.observed.health() == Health.UNCHECKED) {
            observe(entry, id, Health.UNKNOWN, "");
        }
        entry.probe = context.watch().watch(spec, (health, cause) -> {
            Health next = health == Health.UNKNOWN ? entry.observed.health() : health;
            observe(entry, id, next, cause);
        });
    }

    private void observe(Entry entry, String id, Health health, String cause) {
        Observed previous = entry.observed;
        if (previous.health() == health && previous.cause().equals(cause)) {
            return;
        }
        boolean same = previous.health() == health;
        entry.observed = new Observed(
                health, cause, same ? previous.since() : context.time().instant());
        dirty = true;
        if (!same) {
            logFlip(id, previous.health(), health, cause);
            changes.add(new MemberChange(
                    id,
                    entry.endpoint,
                    previous.health(),
                    null,
                    wentDown(previous.health(), health) ? TrafficListener.Loss.DOWN : null));
        }
    }

    /** A recovery that fails is no new loss: the server was down all the time. */
    private static boolean wentDown(Health previous, Health health) {
        return health == Health.DOWN && previous != Health.RECOVERING;
    }

    private void logFlip(String id, Health previous, Health health, String cause) {
        if (wentDown(previous, health)) {
            log.warn("{}: server {} is down: {}", service, id, cause);
        } else if (health == Health.UP && previous != Health.DOUBTFUL) {
            log.info("{}: server {} is up", service, id);
        } else {
            log.debug("{}: server {} is {}: {}", service, id, health, cause);
        }
    }

    private void drainEnded(String id) {
        Entry entry = entry(id);
        log.info("{}: the drain of server {} has ended, {} in flight", service, id, entry.endpoint.inFlight());
        entry.admin = entry.admin.withState(AdminState.DISABLED, 0);
        dirty = true;
        changes.add(new MemberChange(id, entry.endpoint, null, AdminState.DRAINING, TrafficListener.Loss.DRAIN_ENDED));
    }

    private void schedulerFailed(@Nullable Throwable cause) {
        // Told once per published state: this comes from the data path.
        if (schedulerComplained.compareAndSet(false, true)) {
            context.control()
                    .execute(() -> log.warn(
                            "{}: scheduler {} failed; the first server that accepts is taken until the next change",
                            service,
                            config.scheduler().name(),
                            cause));
        }
    }
}
