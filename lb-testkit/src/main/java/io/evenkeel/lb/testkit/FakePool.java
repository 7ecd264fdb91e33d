package io.evenkeel.lb.testkit;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Hash64;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.ServerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler at work on a set of members, without an engine around it. Each change of the members makes a picker at
 * once, which carries on from the one before. Each pick is checked: an answer that is no place in the list, or one that
 * the context refused, fails with an {@link AssertionError}.
 *
 * <p>Each client is another one and has a key of its own, unless a pick names one. Time stands still but for {@link #advance}.
 *
 * <p>Threads: one thread changes the members and moves time; each worker's picks come from one thread.
 */
public final class FakePool {

    private record Published(
            List<FakeServer> servers, @Nullable Picker picker) {}

    private record Made(
            List<ServerView> servers, int workers, @Nullable Picker previous) implements PickerContext {}

    private final Scheduler scheduler;
    private final List<RandomSource> randoms;
    /** How many clients each worker has had. */
    private final AtomicLongArray clients;

    private volatile long nanos;
    private long nextOrdinal;
    private volatile Published published = new Published(List.of(), null);

    /**
     * A pool without members.
     *
     * @param scheduler what is tested
     * @param workers how many workers pick, 1 or more
     * @param random makes the random source of each worker
     */
    public FakePool(Scheduler scheduler, int workers, IntFunction<RandomSource> random) {
        this.scheduler = scheduler;
        this.randoms = IntStream.range(0, workers).mapToObj(random).toList();
        this.clients = new AtomicLongArray(workers);
    }

    /**
     * Adds members of weight 100.
     *
     * @param count how many
     * @return this pool
     */
    public FakePool fill(int count) {
        int[] weights = new int[count];
        Arrays.fill(weights, 100);
        return addAll(weights);
    }

    /**
     * Adds members, in one change.
     *
     * @param weights 1 to 65535 each
     * @return this pool
     */
    public FakePool addAll(int... weights) {
        List<FakeServer> servers = new ArrayList<>(servers());
        for (int weight : weights) {
            servers.add(server(weight, 0, 0));
        }
        publish(servers);
        return this;
    }

    /**
     * Adds a member.
     *
     * @param weight 1 to 65535
     * @param priority 0 to 65535
     * @param limit how many it takes at a time, 0 for any number
     * @return the member
     */
    public FakeServer add(int weight, int priority, int limit) {
        FakeServer server = server(weight, priority, limit);
        List<FakeServer> servers = new ArrayList<>(servers());
        servers.add(server);
        publish(servers);
        return server;
    }

    /**
     * Removes a member.
     *
     * @param server the member
     */
    public void remove(FakeServer server) {
        List<FakeServer> servers = new ArrayList<>(servers());
        if (!servers.remove(server)) {
            throw new AssertionError(server + " is no member; members: " + servers);
        }
        publish(servers);
    }

    /**
     * Changes a member's weight.
     *
     * @param server the member
     * @param weight 1 to 65535
     * @return the member's new view
     */
    public FakeServer weight(FakeServer server, int weight) {
        List<FakeServer> servers = new ArrayList<>(servers());
        FakeServer changed = server.withWeight(weight);
        servers.set(servers.indexOf(server), changed);
        publish(servers);
        return changed;
    }

    /** Makes a new picker for the same members, as a change of something unrelated does. */
    public void publish() {
        publish(servers());
    }

    /**
     * The members.
     *
     * @return an immutable list by rising ordinal
     */
    public List<FakeServer> servers() {
        return published.servers();
    }

    /**
     * Picks for a new client; a full server is refused. What is in flight does not change.
     *
     * @param worker which worker picks
     * @return the server, or null where the scheduler answers that none accepts
     */
    public @Nullable FakeServer pick(int worker) {
        return pick(worker, Set.of());
    }

    /**
     * Picks for a new client; a full server and those named are refused.
     *
     * @param worker which worker picks
     * @param refused servers tried already
     * @return the server, or null where the scheduler answers that none accepts
     */
    public @Nullable FakeServer pick(int worker, Collection<FakeServer> refused) {
        return pick(worker, newKey(worker), refused);
    }

    /**
     * Picks for a client; a full server and those named are refused.
     *
     * @param worker which worker picks
     * @param key the client's key, or {@link io.evenkeel.lb.spi.ClientView#NONE}
     * @param refused servers tried already
     * @return the server, or null where the scheduler answers that none accepts
     */
    public @Nullable FakeServer pick(int worker, long key, Collection<FakeServer> refused) {
        Published now = published;
        int index = pick(now, worker, key, refused);
        return index == Picker.NONE ? null : now.servers().get(index);
    }

    /**
     * Picks for a new client and gives the server its work, which is in flight until it is settled.
     *
     * @param worker which worker picks
     * @return the work, or null where the scheduler answers that none accepts
     */
    public @Nullable FakeWork begin(int worker) {
        Published now = published;
        int index = pick(now, worker, newKey(worker), Set.of());
        Picker picker = now.picker();
        return index == Picker.NONE || picker == null
                ? null
                : new FakeWork(this, picker, worker, index, now.servers().get(index));
    }

    /**
     * Lets time pass.
     *
     * @param by 0 or more
     */
    public void advance(Duration by) {
        nanos(nanos + by.toNanos());
    }

    long nanos() {
        return nanos;
    }

    void nanos(long value) {
        nanos = value;
    }

    boolean heedsOutcomes() {
        return scheduler.heedsOutcomes();
    }

    private long newKey(int worker) {
        return Hash64.of(worker, clients.incrementAndGet(worker));
    }

    private int pick(Published now, int worker, long key, Collection<FakeServer> refused) {
        if (now.picker() == null || now.servers().isEmpty()) {
            return Picker.NONE;
        }
        Pick context = new Pick(worker, key, nanos, randoms.get(worker), now.servers(), refused);
        int index = now.picker().pick(context);
        if (index == Picker.NONE) {
            return index;
        }
        if (index < 0 || index >= now.servers().size()) {
            throw new AssertionError("picked " + index + " of " + now.servers().size() + " servers");
        }
        if (!context.accepts(index)) {
            throw new AssertionError("picked " + now.servers().get(index) + ", which was refused");
        }
        return index;
    }

    private FakeServer server(int weight, int priority, int limit) {
        return new FakeServer(nextOrdinal++, weight, priority, limit, new AtomicInteger());
    }

    private void publish(List<FakeServer> servers) {
        // As the engine does: an empty set has no picker, and the last one is carried on from when members come back.
        Picker previous = published.picker();
        Picker next = servers.isEmpty()
                ? previous
                : scheduler.newPicker(new Made(List.copyOf(servers), randoms.size(), previous));
        published = new Published(List.copyOf(servers), next);
    }

    private record Pick(
            int worker,
            long key,
            long nanoTime,
            RandomSource random,
            List<FakeServer> servers,
            Collection<FakeServer> refused)
            implements PickContext {

        @Override
        public boolean accepts(int index) {
            FakeServer server = servers.get(index);
            return !server.isFull() && !refused.contains(server);
        }
    }
}
