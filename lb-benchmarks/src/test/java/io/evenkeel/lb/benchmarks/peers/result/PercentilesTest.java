package io.evenkeel.lb.benchmarks.peers.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void areValuesOfTheSample() {
        Percentiles percentiles = Percentiles.of(
                LongStream.rangeClosed(1, 1000).map(i -> 1001 - i).toArray());

        assertEquals(new Percentiles(500, 900, 990, 999, 1000), percentiles);
        assertEquals(new Percentiles(7, 7, 7, 7, 7), Percentiles.of(new long[] {7}));
    }

    @Test
    void ofNothingThereAreNone() {
        assertSame(Percentiles.NONE, Percentiles.of(new long[0]));
    }
}
