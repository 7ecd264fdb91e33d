package io.evenkeel.lb.testkit.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.FakePool;
import io.evenkeel.lb.testkit.FakeServer;
import io.evenkeel.lb.testkit.SchedulerConformance;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastConnectionsTest extends SchedulerConformance {

    @Override
    protected Scheduler scheduler() {
        return Scheduler.leastConnections();
    }

    @Override
    protected double expected(List<FakeServer> servers, FakeServer server, int picks) {
        return equalShare(servers, picks);
    }

    /** Exact up to 64 servers; above that the least loaded may be missed for a while. */
    @Override
    protected double skew(List<FakeServer> servers, FakeServer server, int picks) {
        return servers.size() <= 64 ? 1 : 3;
    }

    private static FakePool from(int start, int... inFlight) {
        FakePool pool =
                new FakePool(Scheduler.leastConnections(), 1, worker -> ScriptedRandom.of(start)).fill(inFlight.length);
        for (int i = 0; i < inFlight.length; i++) {
            pool.servers().get(i).inFlight(inFlight[i]);
        }
        return pool;
    }

    @Test
    void fillsUpTheEmptier() {
        assertEquals("s2 s1 s2 s0 s1 s2", Sequence.held(from(0, 2, 1, 0), 6));
    }

    @Test
    void equalsTakeTurnsFromARandomStart() {
        assertEquals("s2 s3 s0 s1 s2", Sequence.of(from(2, 0, 0, 0, 0), 5));
    }

    @Test
    void equalsAboveNoneTakeTurnsToo() {
        assertEquals("s1 s2 s0 s1", Sequence.of(from(1, 9, 9, 9), 4));
    }

    @Test
    void theLeastLoadedMayBeRefused() {
        FakePool pool = from(0, 0, 1, 2);
        assertEquals("s1", Sequence.id(pool.pick(0, List.of(pool.servers().get(0)))));
        assertEquals(
                "s2",
                Sequence.id(pool.pick(
                        0, List.of(pool.servers().get(0), pool.servers().get(1)))));
    }

    @Test
    void upTo64TheMinimumIsExact() {
        Random random = new Random(1);
        for (int size : new int[] {2, 3, 17, 63, 64}) {
            FakePool pool = pool(1).fill(size);
            for (int i = 0; i < 500; i++) {
                pool.servers().forEach(server -> server.inFlight(random.nextInt(1000)));
                int least = pool.servers().stream()
                        .mapToInt(FakeServer::inFlight)
                        .min()
                        .orElseThrow();
                assertEquals(least, pool.pick(0).inFlight());
            }
        }
    }

    @Test
    void countsNearTheMaximumAreCompared() {
        assertEquals("s1 s1", Sequence.of(from(0, Integer.MAX_VALUE, Integer.MAX_VALUE - 1), 2));
    }

    @Test
    void weightsAreIgnored() {
        FakePool pool = new FakePool(Scheduler.leastConnections(), 1, worker -> ScriptedRandom.of(0)).addAll(1, 65535);
        pool.servers().get(1).inFlight(1);
        assertEquals("s0", Sequence.of(pool, 1));
        assertTrue(pool.servers().get(0).inFlight() == 0);
    }
}
