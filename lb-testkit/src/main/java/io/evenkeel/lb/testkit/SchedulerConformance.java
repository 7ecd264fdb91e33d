package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.schedule.Scheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every scheduler must do. A scheduler's own test extends this class, names the scheduler and says how evenly it
 * deals:
 *
 * <pre>{@code
 * class MySchedulerTest extends SchedulerConformance {
 *     protected Scheduler scheduler() { return new MyScheduler(); }
 *     protected double expected(List<FakeServer> servers, FakeServer server, int picks) { return equalShare(servers, picks); }
 *     protected double skew(List<FakeServer> servers, FakeServer server, int picks) { return 1; }
 * }
 * }</pre>
 *
 * <p>One that asks for clients' keys extends {@link KeySchedulerConformance}, one that heeds outcomes {@link
 * OutcomeSchedulerConformance}.
 *
 * <p>Shares are measured while nothing ends: what is picked stays in flight, from none at the beginning. Random numbers
 * are pseudo-random with a fixed seed for each worker, so a bound that holds with high probability either holds always or
 * never. {@link FakePool} checks of each pick that it is a member and was not refused.
 */
public abstract class SchedulerConformance {

    private static final int[] SIZES = {1, 2, 3, 10, 64, 65, 100};
    private static final int MANY = 1_000_000;

    /** For subclasses. */
    protected SchedulerConformance() {}

    /**
     * What is tested.
     *
     * @return the scheduler
     */
    protected abstract Scheduler scheduler();

    /**
     * How many of a number of picks a server should get.
     *
     * @param servers all servers; each accepts
     * @param server one of them
     * @param picks how many picks there are
     * @return the ideal number
     */
    protected abstract double expected(List<FakeServer> servers, FakeServer server, int picks);

    /**
     * How far from {@link #expected} a server may be, in any run of picks that begins with nothing in flight.
     *
     * @param servers all servers; each accepts
     * @param server one of them
     * @param picks how many picks there are
     * @return the bound, in picks
     */
    protected abstract double skew(List<FakeServer> servers, FakeServer server, int picks);

    /**
     * For {@link #expected}: the same for each server.
     *
     * @param servers all servers
     * @param picks how many picks there are
     * @return the share
     */
    protected static double equalShare(List<FakeServer> servers, int picks) {
        return (double) picks / servers.size();
    }

    /**
     * For {@link #expected}: by weight.
     *
     * @param servers all servers
     * @param server one of them
     * @param picks how many picks there are
     * @return the share
     */
    protected static double weightedShare(List<FakeServer> servers, FakeServer server, int picks) {
        return (double) picks
                * server.weight()
                / servers.stream().mapToLong(FakeServer::weight).sum();
    }

    /**
     * For {@link #skew}, of a scheduler that draws a server for each pick, or each key, without regard to the others: seven
     * standard deviations of the binomial distribution, and seven for the tail of small shares. Chance goes beyond it once in
     * a hundred thousand million.
     *
     * @param expected what {@link #expected} says
     * @return the bound, in picks
     */
    protected static double drawnSkew(double expected) {
        return 7 + 7 * Math.sqrt(expected);
    }

    /**
     * A pool of the scheduler, for further tests.
     *
     * @param workers how many workers pick
     * @return a pool without members
     */
    protected final FakePool pool(int workers) {
        return new FakePool(scheduler(), workers, ScriptedRandom::seeded);
    }

    /** The name is lower-case words with hyphens. */
    @Test
    public void nameIsKebabCase() {
        assertTrue(
                scheduler().name().matches("[a-z0-9]+(-[a-z0-9]+)*"),
                scheduler().name());
    }

    /** One server gets everything. */
    @Test
    public void oneServerIsPickedEachTime() {
        FakePool pool = pool(1).fill(1);
        for (int i = 0; i < 10; i++) {
            assertSame(pool.servers().get(0), pool.pick(0));
        }
    }

    /** Of two servers the one that accepts is found. */
    @Test
    public void ofTwoTheOtherIsPickedWhenOneIsRefused() {
        FakePool pool = pool(1).fill(2);
        for (int i = 0; i < 10; i++) {
            FakeServer refused = pool.servers().get(i % 2);
            assertSame(pool.servers().get((i + 1) % 2), pool.pick(0, Set.of(refused)));
        }
    }

    /** Where all are refused the answer is none, and the next pick is not harmed. */
    @Test
    public void allRefusedIsAnsweredWithNoneAndForgotten() {
        for (int size : SIZES) {
            FakePool pool = pool(1).fill(size);
            assertNull(pool.pick(0, pool.servers()), size + " servers");
            picked(pool, 0);
            assertNull(pool.pick(0, pool.servers()), size + " servers");
        }
    }

    /** Retries that refuse what was tried reach every server. */
    @Test
    public void retriesReachEachServerOnceAndThenEnd() {
        for (int size : SIZES) {
            FakePool pool = pool(1).fill(size);
            Set<FakeServer> tried = new HashSet<>();
            for (int i = 0; i < size; i++) {
                FakeServer next = picked(pool, 0, tried);
                assertTrue(tried.add(next), size + " servers");
            }
            assertNull(pool.pick(0, tried), size + " servers");
        }
    }

    /** Servers fill up to their limits; a place that becomes free is found. */
    @Test
    public void limitsAreFilledAndAFreedPlaceIsTaken() {
        FakePool pool = pool(1);
        for (int i = 0; i < 5; i++) {
            pool.add(100, 0, 1 + i);
        }
        for (int i = 0; i < 1 + 2 + 3 + 4 + 5; i++) {
            picked(pool, 0).hold();
        }
        assertNull(pool.pick(0));
        for (FakeServer freed : pool.servers()) {
            freed.release();
            assertSame(freed, picked(pool, 0).hold());
        }
    }

    /** Shares are as promised, for sets of 1 to 100 servers. */
    @Test
    public void sharesKeepTheirBound() {
        for (int size : SIZES) {
            FakePool pool = pool(1).fill(size);
            for (int picks : new int[] {1, size, 3 * size + 1, 20 * size}) {
                checkShares(pool, picks);
            }
        }
    }

    /** Shares are as promised, for weights from 1 to 65535. */
    @Test
    public void weightsAtTheirExtremesKeepTheirBound() {
        for (int[] weights : new int[][] {{1, 65535}, {65535, 1, 1}, {65535, 65535}, {1, 1, 1}, {1, 10, 100, 65535}}) {
            FakePool pool = pool(1).addAll(weights);
            checkShares(pool, 70_000);
        }
    }

    /** Shares are as promised after each member added and each removed. */
    @Test
    public void growingAndShrinkingKeepsTheBound() {
        FakePool pool = pool(1);
        for (int size = 1; size <= 20; size++) {
            pool.fill(1);
            checkShares(pool, 3 * size + 1);
        }
        for (int size = 19; size >= 1; size--) {
            pool.remove(pool.servers().get((size * 7) % (size + 1)));
            checkShares(pool, 3 * size + 1);
        }
    }

    /** A pool that was empty for a while works again. */
    @Test
    public void anEmptyPoolPicksNoneAndComesBack() {
        FakePool pool = pool(1).fill(1);
        picked(pool, 0);
        pool.remove(pool.servers().get(0));
        assertNull(pool.pick(0));
        pool.fill(3);
        checkShares(pool, 10);
    }

    /** Shares are as promised while each member in turn is replaced by a new one. */
    @Test
    public void aRollingDeployKeepsTheBound() {
        FakePool pool = pool(1).fill(10);
        for (FakeServer old : pool.servers()) {
            pool.fill(1);
            checkShares(pool, 25);
            pool.remove(old);
            checkShares(pool, 23);
        }
    }

    /** A new picker before each pick does not restart the rotation. */
    @Test
    public void anUnrelatedChangeDoesNotRestart() {
        FakePool pool = pool(1).addAll(3, 2, 2);
        Map<FakeServer, Integer> counts = new HashMap<>();
        int picks = 701;
        for (int i = 0; i < picks; i++) {
            counts.merge(picked(pool, 0).hold(), 1, Integer::sum);
            pool.publish();
        }
        compare(pool.servers(), counts, picks);
    }

    /** What one worker picks does not depend on the picks of another. */
    @Test
    public void aWorkerIsIndependentOfOthers() {
        List<FakeServer> servers = pool(2).fill(7).servers();
        List<Long> alone = sequence(pool(2).fill(servers.size()), false);
        List<Long> beside = sequence(pool(2).fill(servers.size()), true);
        assertEquals(alone, beside);
    }

    /** What a pool picks does not depend on another pool of the same scheduler. */
    @Test
    public void aPoolIsIndependentOfOthers() {
        FakePool one = pool(1).fill(5);
        FakePool other = pool(1).fill(5);
        List<Long> alone = sequence(pool(1).fill(5), false);
        List<Long> beside = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            beside.add(picked(one, 0).ordinal());
            other.pick(0);
            other.publish();
        }
        assertEquals(alone, beside);
    }

    /** Shares are as promised after a million picks. */
    @Test
    public void manyPicksKeepTheBound() {
        FakePool pool = pool(1).addAll(1, 1, 5);
        for (int i = 0; i < MANY; i++) {
            picked(pool, 0);
        }
        checkShares(pool, 700);
    }

    /** Two well-known balancers break after 2^31 picks. */
    @Test
    @Tag("long")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    public void morePicksThanAnIntCountsKeepTheBound() {
        FakePool pool = pool(1).addAll(1, 5);
        for (long i = 0; i <= 1L << 31; i++) {
            picked(pool, 0);
        }
        checkShares(pool, 600);
    }

    /**
     * Workers pick while another thread changes the set.
     *
     * @throws InterruptedException when the test is interrupted
     */
    @Test
    public void workersPickWhileTheSetChanges() throws InterruptedException {
        int workers = 2;
        FakePool pool = pool(workers).fill(4);
        List<Throwable> failures = new ArrayList<>();
        Thread[] threads = new Thread[workers];
        for (int w = 0; w < workers; w++) {
            int worker = w;
            threads[w] = new Thread(() -> {
                for (int i = 0; i < 50_000; i++) {
                    picked(pool, worker);
                }
            });
            threads[w].setUncaughtExceptionHandler((thread, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads[w].start();
        }
        while (Arrays.stream(threads).anyMatch(Thread::isAlive)) {
            pool.fill(pool.servers().size());
            while (pool.servers().size() > 80) {
                pool.remove(pool.servers().get(pool.servers().size() % 7));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }

    static FakeServer picked(FakePool pool, int worker) {
        return picked(pool, worker, Set.of());
    }

    /** A pick that must find a server. */
    private static FakeServer picked(FakePool pool, int worker, Set<FakeServer> refused) {
        FakeServer server = pool.pick(worker, refused);
        if (server == null) {
            throw new AssertionError("none was picked of " + pool.servers() + ", refused: " + refused);
        }
        return server;
    }

    private static List<Long> sequence(FakePool pool, boolean besideWorker1) {
        List<Long> ordinals = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ordinals.add(picked(pool, 0).ordinal());
            for (int j = 0; besideWorker1 && j < i % 3; j++) {
                pool.pick(1);
            }
        }
        return ordinals;
    }

    private void checkShares(FakePool pool, int picks) {
        pool.servers().forEach(server -> server.inFlight(0));
        Map<FakeServer, Integer> counts = new HashMap<>();
        for (int i = 0; i < picks; i++) {
            counts.merge(picked(pool, 0).hold(), 1, Integer::sum);
        }
        compare(pool.servers(), counts, picks);
        pool.servers().forEach(server -> server.inFlight(0));
    }

    private void compare(List<FakeServer> servers, Map<FakeServer, Integer> counts, int picks) {
        Map<Long, Integer> byOrdinal = new HashMap<>();
        counts.forEach((server, count) -> byOrdinal.merge(server.ordinal(), count, Integer::sum));
        for (FakeServer server : servers) {
            double ideal = expected(servers, server, picks);
            double off = byOrdinal.getOrDefault(server.ordinal(), 0) - ideal;
            // The sum of a share's rounding errors is far below this.
            double bound = skew(servers, server, picks);
            assertTrue(
                    Math.abs(off) <= bound + 1e-6,
                    () -> scheduler().name() + ": " + server + " of " + servers.size() + " servers is " + off
                            + " from its " + ideal + " of " + picks + " picks, more than " + bound);
        }
    }
}
