package io.evenkeel.lb.testkit.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.FakePool;
import io.evenkeel.lb.testkit.FakeServer;
import io.evenkeel.lb.testkit.SchedulerConformance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityTest extends SchedulerConformance {

    @Override
    protected Scheduler scheduler() {
        return Scheduler.priority();
    }

    @Override
    protected double expected(List<FakeServer> servers, FakeServer server, int picks) {
        return server == servers.get(0) ? picks : 0;
    }

    @Override
    protected double skew(List<FakeServer> servers, FakeServer server, int picks) {
        return 0;
    }

    @Test
    void theLowestNumberThenTheFirstDeclared() {
        FakePool pool = pool(1);
        FakeServer third = pool.add(100, 7, 0);
        FakeServer first = pool.add(100, 0, 0);
        FakeServer fourth = pool.add(100, 65535, 0);
        FakeServer second = pool.add(100, 0, 0);
        List<FakeServer> tried = new ArrayList<>();
        for (FakeServer expected : List.of(first, second, third, fourth)) {
            assertEquals(expected, pool.pick(0, tried));
            assertEquals(expected, pool.pick(0, tried));
            tried.add(expected);
        }
    }

    @Test
    void goesBackToTheFirstAsSoonAsItAccepts() {
        FakePool pool = pool(1);
        FakeServer first = pool.add(100, 0, 1);
        FakeServer standby = pool.add(100, 1, 0);
        assertEquals("s0 s1 s1", Sequence.held(pool, 3));
        first.release();
        assertEquals("s0 s1", Sequence.held(pool, 2));
        assertEquals(3, standby.inFlight());
    }
}
