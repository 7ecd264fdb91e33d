package io.evenkeel.lb.testkit.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.FakePool;
import io.evenkeel.lb.testkit.FakeServer;
import io.evenkeel.lb.testkit.SchedulerConformance;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinTest extends SchedulerConformance {

    @Override
    protected Scheduler scheduler() {
        return Scheduler.roundRobin();
    }

    @Override
    protected double expected(List<FakeServer> servers, FakeServer server, int picks) {
        return equalShare(servers, picks);
    }

    /** Of any run, each server gets the share rounded down or up. */
    @Override
    protected double skew(List<FakeServer> servers, FakeServer server, int picks) {
        return 1;
    }

    private static FakePool from(int start, int size) {
        return new FakePool(Scheduler.roundRobin(), 1, worker -> ScriptedRandom.of(start)).fill(size);
    }

    @Test
    void takesTurnsFromARandomStartAndDrawsOnce() {
        assertEquals("s2 s3 s0 s1 s2 s3", Sequence.of(from(2, 4), 6));
    }

    @Test
    void skipsWhoIsRefusedAndGoesOnBehindWhoWasPicked() {
        FakePool pool = from(0, 4);
        assertEquals("s0", Sequence.of(pool, 1));
        assertEquals("s2", Sequence.id(pool.pick(0, List.of(pool.servers().get(1)))));
        assertEquals("s3 s0 s1", Sequence.of(pool, 3));
    }

    @Test
    void goesOnWithTheNextWhenTheLastPickedIsRemoved() {
        FakePool pool = from(1, 4);
        assertEquals("s1", Sequence.of(pool, 1));
        pool.remove(pool.servers().get(1));
        assertEquals("s2 s3 s0 s2", Sequence.of(pool, 4));
    }

    @Test
    void goesOnWithTheFirstWhenTheLastPickedWasTheLastAndIsRemoved() {
        FakePool pool = from(3, 4);
        assertEquals("s3", Sequence.of(pool, 1));
        pool.remove(pool.servers().get(3));
        assertEquals("s0 s1 s2 s0", Sequence.of(pool, 4));
    }

    @Test
    void neitherSkipsNorRepeatsWhenAnEarlierOneIsRemoved() {
        FakePool pool = from(2, 5);
        assertEquals("s2", Sequence.of(pool, 1));
        pool.remove(pool.servers().get(0));
        assertEquals("s3 s4 s1 s2", Sequence.of(pool, 4));
    }

    @Test
    void aNewMemberIsLastInTheRound() {
        FakePool pool = from(1, 3);
        assertEquals("s1 s2", Sequence.of(pool, 2));
        pool.fill(1);
        assertEquals("s3 s0 s1", Sequence.of(pool, 3));
    }

    @Test
    void ignoresWeights() {
        FakePool pool = new FakePool(Scheduler.roundRobin(), 1, worker -> ScriptedRandom.of(0)).addAll(1, 65535);
        assertEquals("s0 s1 s0 s1", Sequence.of(pool, 4));
    }

    @Test
    void eachWorkerHasAStartOfItsOwn() {
        FakePool pool =
                new FakePool(Scheduler.roundRobin(), 2, worker -> ScriptedRandom.of(worker == 0 ? 0 : 2)).fill(3);
        assertEquals("s0", Sequence.id(pool.pick(0)));
        assertEquals("s2", Sequence.id(pool.pick(1)));
        assertEquals("s1", Sequence.id(pool.pick(0)));
        assertEquals("s0", Sequence.id(pool.pick(1)));
    }
}
