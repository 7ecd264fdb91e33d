package io.evenkeel.lb.netty.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Rates: the example of the comment, and what holds for any sequence. */
class GcraTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void atTwoPerSecondTheThirdAtOnceWaitsHalfASecond() {
        long tat = 0;
        assertTrue(Gcra.conforms(tat, 0, 2));
        tat = Gcra.next(tat, 0, 2);
        assertTrue(Gcra.conforms(tat, 0, 2));
        tat = Gcra.next(tat, 0, 2);
        assertFalse(Gcra.conforms(tat, 0, 2));
        assertFalse(Gcra.conforms(tat, SECOND / 2 - 1, 2));
        assertTrue(Gcra.conforms(tat, SECOND / 2, 2));
    }

    @Test
    void oneASecondIsABurstOfOne() {
        long tat = Gcra.next(0, 0, 1);
        assertFalse(Gcra.conforms(tat, SECOND - 1, 1));
        assertTrue(Gcra.conforms(tat, SECOND, 1));
    }

    /** However they come: a burst at once, then the rate, on a clock that wraps around meanwhile. */
    @Property
    void inAnyTimeNoMoreConformThanABurstAndTheRate(
            @ForAll @IntRange(min = 1, max = 1000) int rate,
            @ForAll @Size(max = 200) List<@IntRange(max = 20_000_000) Integer> gaps) {
        long now = Long.MAX_VALUE - SECOND;
        long tat = now;
        ArrayDeque<Long> conformed = new ArrayDeque<>();
        for (int gap : gaps) {
            now += gap;
            if (Gcra.conforms(tat, now, rate)) {
                tat = Gcra.next(tat, now, rate);
                conformed.add(now);
            }
        }
        for (Long from : conformed) {
            long time = now - from;
            long count = conformed.stream().filter(at -> at - from >= 0).count();
            assertTrue(count <= rate + (double) rate * time / SECOND + 1, () -> count + " in " + time + " ns");
        }
    }

    @Property
    void aFullBucketHoldsOneSecondsWorth(@ForAll @IntRange(min = 1, max = 10_000) int rate) {
        long tat = 0;
        int count = 0;
        while (Gcra.conforms(tat, 0, rate)) {
            tat = Gcra.next(tat, 0, rate);
            count++;
        }
        assertEquals(rate, count);
    }
}
