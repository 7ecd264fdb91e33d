package io.evenkeel.lb.netty.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The gate's permits: the limit holds, and nobody who waits is forgotten. */
class GatePermitsTest {

    @Test
    void theLimitHolds() {
        Gate gate = new Gate(2);
        assertTrue(gate.tryEnter());
        assertTrue(gate.tryEnter());
        assertFalse(gate.tryEnter());
        gate.leave();
        assertTrue(gate.tryEnter());
        assertEquals(2, gate.inside());
    }

    @Test
    void zeroIsNoLimit() {
        Gate gate = new Gate(0);
        for (int i = 0; i < 100_000; i++) {
            assertTrue(gate.tryEnter());
        }
    }

    @Test
    void whoWaitsIsWokenOnceByThatWhichMakesRoom() {
        Gate gate = new Gate(1);
        AtomicInteger woken = new AtomicInteger();
        assertTrue(gate.tryEnter());
        gate.whenOpen(woken::incrementAndGet);
        assertEquals(0, woken.get());
        gate.leave();
        assertEquals(1, woken.get());
        assertTrue(gate.tryEnter());
        gate.leave();
        assertEquals(1, woken.get());
    }

    @Test
    void whoComesToWaitAfterThePermitCameBackIsWokenAtOnce() {
        Gate gate = new Gate(1);
        AtomicInteger woken = new AtomicInteger();
        gate.whenOpen(woken::incrementAndGet);
        assertEquals(1, woken.get());
    }

    @Test
    void aRaisedLimitWakes() {
        Gate gate = new Gate(1);
        AtomicInteger woken = new AtomicInteger();
        assertTrue(gate.tryEnter());
        gate.whenOpen(woken::incrementAndGet);
        gate.limit(2);
        assertEquals(1, woken.get());
        assertTrue(gate.tryEnter());
    }

    @Test
    void eachPermitWakesOneAndWhoLeavesTheGateOpenWakesTheNext() {
        Gate gate = new Gate(1);
        assertTrue(gate.tryEnter());
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            gate.whenOpen(woken::incrementAndGet);
        }
        gate.leave();
        assertEquals(1, woken.get());
        gate.wakeNext(); // the first one needs nothing any more
        assertEquals(2, woken.get());
        assertTrue(gate.tryEnter());
        gate.wakeNext();
        assertEquals(2, woken.get());
        gate.leave();
        assertEquals(3, woken.get());
    }
}
