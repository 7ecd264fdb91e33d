package io.evenkeel.lb.testkit.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.FakePool;
import io.evenkeel.lb.testkit.FakeServer;
import io.evenkeel.lb.testkit.SchedulerConformance;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedRoundRobinTest extends SchedulerConformance {

    @Override
    protected Scheduler scheduler() {
        return Scheduler.weightedRoundRobin();
    }

    @Override
    protected double expected(List<FakeServer> servers, FakeServer server, int picks) {
        return weightedShare(servers, server, picks);
    }

    /** Derived in the Javadoc of {@code WeightedRoundRobin}. */
    @Override
    protected double skew(List<FakeServer> servers, FakeServer server, int picks) {
        return 1 + weightedShare(servers, server, servers.size());
    }

    private static FakePool weights(int... weights) {
        return new FakePool(Scheduler.weightedRoundRobin(), 1, worker -> ScriptedRandom.repeating(0)).addAll(weights);
    }

    @Test
    void interleavesInsteadOfBursting() {
        assertEquals("s0 s0 s0 s1 s0 s0 s2 s0 s0 s0 s1 s0 s0 s2", Sequence.of(weights(5, 1, 1), 14));
    }

    @Test
    void equalWeightsTakeTurns() {
        assertEquals("s0 s1 s2 s3 s0 s1 s2 s3", Sequence.of(weights(7, 7, 7, 7), 8));
    }

    @Test
    void startsWhereTheDiceSay() {
        FakePool pool = new FakePool(Scheduler.weightedRoundRobin(), 1, worker -> ScriptedRandom.of(1)).addAll(1, 1, 1);
        assertEquals("s2 s0 s1 s2", Sequence.of(pool, 4));
    }

    @Test
    void whoIsRefusedLosesItsTurnAndDoesNotCatchUp() {
        FakePool pool = weights(1, 1);
        for (int i = 0; i < 10; i++) {
            assertEquals("s1", Sequence.id(pool.pick(0, List.of(pool.servers().get(0)))));
        }
        // Without the ten missed turns: no burst.
        assertEquals("s0 s1 s0 s1", Sequence.of(pool, 4));
    }

    @Test
    void aChangedWeightTakesEffectAtOnce() {
        FakePool pool = weights(1, 1);
        assertEquals("s0 s1 s0 s1", Sequence.of(pool, 4));
        pool.weight(pool.servers().get(0), 3);
        String next = Sequence.of(pool, 8);
        assertEquals(6, next.split("s0", -1).length - 1, next);
    }

    @Test
    void aNewMemberNeitherWaitsARoundNorBursts() {
        FakePool pool = weights(1, 1, 1);
        Sequence.of(pool, 5);
        pool.addAll(1);
        String next = Sequence.of(pool, 8);
        assertEquals(2, next.split("s3", -1).length - 1, next);
    }
}
