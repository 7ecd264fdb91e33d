package io.evenkeel.lb.engine;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Chooser;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Endpoints;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Observed;
import io.evenkeel.lb.engine.choose.PoolState;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.WaitingRoom;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.AdminState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of a running balancer. The control thread owns its entries and publishes a {@link PoolState}; workers choose from
 * the state last published.
 */
public final class LivePool {

    private static final Logger log = LoggerFactory.getLogger(LivePool.class);

    private final String name;
    /** What its log lines begin with: the service's name, and that of a pool other than the default one. */
    private final String label;

    private final EngineContext context;
    private final Endpoints endpoints;
    private final Publisher publisher;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<MemberChange> changes = new ArrayList<>();
    private final SlowStart slowStart;
    private final Ejector ejector;
    private final Watching watching;
    private final SorryServer sorry;
    private final WaitingRoom room = new WaitingRoom(() -> state());
    private final AtomicBoolean schedulerComplained = new AtomicBoolean();

    private Pool config;
    private volatile Availability availability = Availability.DEFAULT;
    /** Whether servers that come now come to others: those start slowly. */
    private boolean running;

    private long nextOrdinal;
    private boolean dirty = true;

    private volatile PoolState state = PoolState.EMPTY;

    LivePool(String service, Pool config, EngineContext context, Endpoints endpoints) {
        this.name = config.name();
        this.label = name.equals(service) ? service : service + "/" + name;
        this.context = context;
        this.endpoints = endpoints;
        this.config = config;
        this.publisher = new Publisher(label, context.workers(), this::schedulerFailed);
        this.slowStart = new SlowStart(context);
        this.watching = new Watching(label, config, context, this::changed, changes::add);
        this.sorry = new SorryServer(context, endpoints, this::changed);
        this.ejector = new Ejector(label, context, entries.values(), this::takesNew, this::ejectionChanged);
        declare(config);
        running = true;
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
        PoolState from = selection.begin(worker, state, persistedHost);
        Choice choice = Chooser.choose(from, room, slowStart.isActive(), persistedHost, selection);
        if (choice != Choice.WAIT && selection.arrive()) {
            room.passOn(); // it was called; what it leaves over is for others
        }
        return choice;
    }

    /**
     * Where clients wait for whom choose answered {@link Choice#WAIT}. Any thread.
     *
     * @return the pool's waiting room
     */
    public WaitingRoom room() {
        return room;
    }

    /**
     * What happens when servers fail, fill up or come back. Any thread.
     *
     * @return the settings in force
     */
    public Availability availability() {
        return availability;
    }

    /**
     * The pool's name.
     *
     * @return the name; the default pool has the service's
     */
    public String name() {
        return name;
    }

    /**
     * Whether a server is a member, or takes clients when no member does. Any thread.
     *
     * @param endpoint where it is reached
     * @return as published last
     */
    public boolean has(Endpoint endpoint) {
        return state.has(endpoint);
    }

    /**
     * What persistence binds clients to, of each server: what {@link #choose} takes for the client to get that server. Any
     * thread.
     *
     * @return an immutable map by the servers' ids, the same object as long as nothing of it changes
     */
    public Map<String, String> boundAs() {
        return state.boundAs();
    }

    /** What its log lines begin with. */
    public String label() {
        return label;
    }

    public PoolState state() {
        return state;
    }

    // ---- control thread ----

    /** Makes the members those of a configuration; members that both have keep all but what is declared. */
    void declare(Pool next) {
        config = next;
        availability = next.availability();
        watching.configure(next);
        Map<String, Entry> old = new LinkedHashMap<>(entries);
        entries.clear();
        for (RealServer server : next.servers()) {
            Entry entry = old.remove(server.id());
            if (entry == null) {
                entry = newEntry(server);
                watching.resolve(entry);
            } else {
                entry.declared = server;
            }
            entries.put(server.id(), entry);
        }
        old.values().forEach(this::retire);
        entries.values().forEach(watching::watch);
        ejector.configure(next.availability().ejection().orElse(null));
        room.places(next.availability().maxWaiting());
        sorry.declare(next.availability().sorryServer().orElse(null));
        if (next.availability().slowStart().isZero()) {
            entries.values().forEach(entry -> slowStart.end(entry.ramp));
        }
        dirty = true;
    }

    public void admin(String id, AdminState next, Duration drainTime) {
        Entry entry = entry(id);
        AdminState previous = entry.admin.state();
        entry.drainTimer.cancel();
        long ends = 0;
        if (next == AdminState.ENABLED) {
            ejector.letIn(entry);
        }
        if (next == AdminState.DRAINING) {
            ends = context.time().nanoTime() + drainTime.toNanos();
            entry.drainTimer = context.control().schedule(() -> drainEnded(id), drainTime);
            log.info("{}: server {} drains for {}", label, id, Setting.text(drainTime));
        } else if (next != previous) {
            log.info("{}: server {} is {}", label, id, next);
        }
        entry.admin = entry.admin.withState(next, ends);
        dirty = true;
        if (next != previous) {
            changes.add(new MemberChange(id, entry.endpoint, null, previous, null));
        }
    }

    public void weight(String id, int weight) {
        Entry entry = entry(id);
        entry.admin = entry.admin.withWeight(weight);
        log.info("{}: server {} has weight {}", label, id, weight);
        dirty = true;
        changes.add(new MemberChange(id, entry.endpoint, null, entry.admin.state(), null));
    }

    /** The service is gone: nobody gets a server any more. */
    void retireAll() {
        entries.values().forEach(this::retire);
        entries.clear();
        sorry.declare(null);
        dirty = true;
        publish();
    }

    /**
     * The pool was taken out of its service: nothing is observed any more. Who has captured it chooses from what was
     * published last, and who waits chooses now.
     *
     * @return where its servers are reached, which it has no more
     */
    List<Endpoint> retire() {
        List<Endpoint> left =
                entries.values().stream().map(entry -> entry.endpoint).toList();
        entries.values().forEach(this::retire);
        entries.clear();
        changes.clear();
        sorry.declare(null);
        room.places(0);
        room.published();
        return left;
    }

    /** Publishes if something changed; the old state remains valid for selections that began with it. */
    boolean publish() {
        if (!dirty) {
            return false;
        }
        dirty = false;
        schedulerComplained.set(false);
        long now = context.time().nanoTime();
        entries.values().forEach(entry -> startSlowly(entry, now));
        state = publisher.next(config, entries.values(), sorry.state(), now);
        room.published();
        return true;
    }

    /** A server that was there before, or comes to others, gets its share little by little. */
    private void startSlowly(Entry entry, long nowNanos) {
        boolean available = takesNew(entry, nowNanos);
        if (available && !entry.available && entry.seasoned) {
            slowStart.begin(entry.ramp, config.availability().slowStart());
        } else if (!available) {
            slowStart.end(entry.ramp);
        }
        entry.available = available;
        entry.seasoned |= available || entry.observed.health() == Health.DOWN;
    }

    private boolean takesNew(Entry entry) {
        return takesNew(entry, context.time().nanoTime());
    }

    private boolean takesNew(Entry entry, long nowNanos) {
        return entry.effective(config.healthPolicy().isUnknownUp(), nowNanos).takesNew();
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
        endpoint.addRoom(room);
        Entry entry = new Entry(
                server,
                watching.first(endpoint),
                nextOrdinal++,
                endpoint,
                new MemberStats(context.workers()),
                this::suspected);
        entry.seasoned = running;
        return entry;
    }

    private void retire(Entry entry) {
        entry.retire();
        changes.add(new MemberChange(entry.declared.id(), entry.endpoint, null, null, TrafficListener.Loss.REMOVED));
        slowStart.end(entry.ramp);
        entry.endpoint.removeRoom(room);
        endpoints.release(entry.endpoint);
    }

    private Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new NoSuchElementException(label + ": there is no server " + id + "; there are " + entries.keySet());
        }
        return entry;
    }

    /** Members that are healthy as others are hear of those; the answer is null for a server that cannot be followed. */
    void follow(Function<RealServer.Following, @Nullable Observed> leaders) {
        watching.follow(entries.values(), leaders);
    }

    private void changed() {
        dirty = true;
    }

    /** What is observed of a member that does not follow another. */
    @Nullable
    Observed leader(String id) {
        Entry entry = entries.get(id);
        return entry == null || entry.declared.following().isPresent() ? null : entry.observed;
    }

    /** Any thread. */
    private void suspected(Entry entry) {
        context.control().execute(() -> ejector.suspect(entry));
    }

    private void ejectionChanged(Entry entry, Observed before) {
        dirty = true;
        if (entry.shown().health() != before.health()) {
            changes.add(new MemberChange(entry.declared.id(), entry.endpoint, before.health(), null, null));
        }
    }

    private void drainEnded(String id) {
        Entry entry = entry(id);
        log.info("{}: the drain of server {} has ended, {} in flight", label, id, entry.endpoint.inFlight());
        entry.admin = entry.admin.withState(AdminState.DISABLED, 0);
        dirty = true;
        changes.add(new MemberChange(id, entry.endpoint, null, AdminState.DRAINING, TrafficListener.Loss.DRAIN_ENDED));
    }

    private void schedulerFailed(@Nullable Throwable cause) {
        // Told once per published state: this comes from the data path.
        if (schedulerComplained.compareAndSet(false, true)) {
            context.control()
                    .execute(() -> log.warn(
                            "{}: scheduler {} failed; where it does, the first server that accepts is taken",
                            label,
                            config.scheduler().name(),
                            cause));
        }
    }
}
