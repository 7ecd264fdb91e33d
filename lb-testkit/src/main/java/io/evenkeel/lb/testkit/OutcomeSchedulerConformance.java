package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * What a scheduler must do that learns from answers and ends: keep away from a server that is slow or fails, and come back to
 * it. The load is open: work comes every {@value #EVERY_MICROS} µs whatever becomes of it, and a good server answers in {@value
 * #GOOD_MILLIS} ms, so one in five is at work at any time.
 */
public abstract class OutcomeSchedulerConformance extends SchedulerConformance {

    private static final int SERVERS = 5;
    private static final long EVERY_MICROS = 5_000;
    private static final long GOOD_MILLIS = 5;
    private static final long SLOW_MILLIS = 50;
    private static final int WORK = 2_000;

    /** Work that ends at a time. */
    private record Due(FakeWork work, long nanos, Outcome outcome, boolean isError) {}

    /** For subclasses. */
    protected OutcomeSchedulerConformance() {}

    /**
     * Which part of an equal share a server may still get that is ten times as slow as the others, or fails.
     *
     * @return 0 to 1; a half by default
     */
    protected double badShare() {
        return 0.5;
    }

    /**
     * How long a server may be avoided after it was bad.
     *
     * @return how long; a minute by default
     */
    protected Duration memory() {
        return Duration.ofMinutes(1);
    }

    /** A server that is ten times as slow gets less, even when a new picker is made for each pick. */
    @Test
    public void aSlowServerGetsLess() {
        for (boolean publishes : new boolean[] {false, true}) {
            FakePool pool = pool(1).fill(SERVERS);
            FakeServer slow = pool.servers().get(2);
            avoided(
                    run(pool, publishes, server -> server.ordinal() == slow.ordinal() ? SLOW_MILLIS : GOOD_MILLIS, -1),
                    2);
        }
    }

    /** A server that was slow and is as fast as the others gets its share again. */
    @Test
    public void aServerThatWasSlowComesBack() {
        FakePool pool = pool(1).fill(SERVERS);
        run(pool, false, server -> server.ordinal() == 2 ? SLOW_MILLIS : GOOD_MILLIS, -1);
        comesBack(pool);
    }

    /** A server that fails at once is not a fast one. */
    @Test
    public void aServerThatFailsAtOnceGetsLess() {
        FakePool pool = pool(1).fill(SERVERS);
        avoided(run(pool, false, server -> server.ordinal() == 2 ? 0 : GOOD_MILLIS, 2), 2);
        comesBack(pool);
    }

    /** Nor is one that answers at once that it has failed. */
    @Test
    public void aServerThatAnswersWithErrorsGetsLess() {
        FakePool pool = pool(1).fill(SERVERS);
        avoided(run(pool, false, server -> server.ordinal() == 2 ? 0 : GOOD_MILLIS, 2, true), 2);
        comesBack(pool);
    }

    /** What an old picker hears is about the server that it chose, wherever that is in the list by now. */
    @Test
    public void whatWasBegunBeforeAChangeIsAscribedToItsServer() {
        FakePool pool = pool(1).fill(SERVERS);
        List<FakeWork> quick = new ArrayList<>();
        FakeWork slow = begin(pool);
        while (slow.server().ordinal() != 3) {
            assertTrue(quick.size() < 1_000, "no work for server 3");
            quick.add(slow);
            slow = begin(pool);
        }
        pool.advance(Duration.ofMillis(GOOD_MILLIS));
        quick.forEach(work -> work.answer(false).settle(Outcome.COMPLETED));
        pool.remove(pool.servers().get(0));
        pool.advance(Duration.ofMillis(SLOW_MILLIS));
        slow.answer(false).settle(Outcome.COMPLETED);
        Map<Long, Integer> counts = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            counts.merge(picked(pool, 0).hold().ordinal(), 1, Integer::sum);
        }
        avoided(counts, 3, 20.0 / (SERVERS - 1));
    }

    private void comesBack(FakePool pool) {
        pool.advance(memory());
        run(pool, false, server -> GOOD_MILLIS, -1);
        Map<Long, Integer> counts = run(pool, false, server -> GOOD_MILLIS, -1);
        int got = counts.getOrDefault(2L, 0);
        assertTrue(got >= WORK / SERVERS / 2, scheduler().name() + ": a server that is well again gets " + counts);
    }

    private void avoided(Map<Long, Integer> counts, long bad) {
        avoided(counts, bad, (double) WORK / SERVERS);
    }

    private void avoided(Map<Long, Integer> counts, long bad, double equalShare) {
        int got = counts.getOrDefault(bad, 0);
        double most = badShare() * equalShare;
        assertTrue(
                got <= most,
                scheduler().name() + ": server " + bad + " is bad, and of " + counts + " gets more than " + most);
    }

    private static Map<Long, Integer> run(
            FakePool pool, boolean publishes, ToLongFunction<FakeServer> millis, long failing) {
        return run(pool, publishes, millis, failing, false);
    }

    /** How much work each server got, by its ordinal. */
    private static Map<Long, Integer> run(
            FakePool pool, boolean publishes, ToLongFunction<FakeServer> millis, long failing, boolean answers) {
        Map<Long, Integer> counts = new HashMap<>();
        List<Due> open = new ArrayList<>();
        for (int i = 0; i < WORK; i++) {
            long arrival = pool.nanos() + EVERY_MICROS * 1_000;
            endUntil(arrival, pool, open);
            pool.nanos(arrival);
            if (publishes) {
                pool.publish();
            }
            FakeWork work = begin(pool);
            FakeServer server = work.server();
            counts.merge(server.ordinal(), 1, Integer::sum);
            boolean fails = server.ordinal() == failing;
            open.add(new Due(
                    work,
                    arrival + millis.applyAsLong(server) * 1_000_000,
                    fails && !answers ? Outcome.CONNECT_FAILED : Outcome.COMPLETED,
                    fails && answers));
        }
        endUntil(Long.MAX_VALUE, pool, open);
        return counts;
    }

    private static void endUntil(long nanos, FakePool pool, List<Due> open) {
        List<Due> due = new ArrayList<>(open.stream()
                .filter(each -> each.nanos() <= nanos)
                .sorted((a, b) -> Long.compare(a.nanos(), b.nanos()))
                .toList());
        open.removeAll(due);
        for (Due each : due) {
            pool.nanos(each.nanos());
            if (!each.outcome().isFailure()) {
                each.work().answer(each.isError());
            }
            each.work().settle(each.outcome());
        }
    }

    private static FakeWork begin(FakePool pool) {
        FakeWork work = pool.begin(0);
        if (work == null) {
            throw new AssertionError("none was picked of " + pool.servers());
        }
        return work;
    }
}
