package io.evenkeel.lb.simulation;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The distributions have the quantiles that they are described by. */
class LatencyTest {

    private static final int DRAWS = 100_000;

    private static long[] sorted(Latency latency) {
        RandomSource random = ScriptedRandom.seeded(1);
        return LongStream.generate(() -> latency.nanos(random))
                .limit(DRAWS)
                .sorted()
                .toArray();
    }

    @Test
    void ofOneTimeNothingIsDrawn() {
        assertEquals(7_000_000, Latency.of(ofMillis(7)).nanos(bound -> {
            throw new AssertionError("drawn");
        }));
    }

    @Test
    void betweenTwoTimes() {
        long[] times = sorted(Latency.between(ofMillis(10), ofMillis(30)));

        assertTrue(times[0] >= 10_000_000 && times[DRAWS - 1] <= 30_000_000);
        assertEquals(20e6, times[DRAWS / 2], 0.2e6);
        assertEquals(28e6, times[DRAWS * 9 / 10], 0.2e6);
        assertEquals(ofMillis(5).toNanos(), sorted(Latency.between(ofMillis(5), ofMillis(5)))[DRAWS - 1]);
    }

    /** The deviation of the 99th percentile of as many draws is about 1 %. */
    @Test
    void typical() {
        long[] times = sorted(Latency.typical(ofMillis(8), ofMillis(120)));

        assertTrue(times[0] > 0);
        assertEquals(8e6, times[DRAWS / 2], 0.2e6);
        assertEquals(120e6, times[DRAWS * 99 / 100], 5e6);
        assertEquals(
                LongStream.of(sorted(Latency.typical(ofMillis(8), ofMillis(8))))
                        .max()
                        .getAsLong(),
                8e6,
                1);
    }

    @Test
    void timesOutsideTheirRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Latency.of(ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> Latency.of(ofDays(1).plusNanos(1)));
        assertThrows(IllegalArgumentException.class, () -> Latency.between(ofMillis(2), ofMillis(1)));
        assertThrows(IllegalArgumentException.class, () -> Latency.typical(Duration.ZERO, ofMillis(1)));
        assertThrows(IllegalArgumentException.class, () -> Latency.typical(ofMillis(2), ofMillis(1)));
    }
}
