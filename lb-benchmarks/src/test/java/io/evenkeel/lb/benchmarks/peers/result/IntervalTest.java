package io.evenkeel.lb.benchmarks.peers.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void nineValuesGiveTheSecondOfEachEnd() {
        Interval interval = Interval.of(9, 1, 8, 2, 7, 3, 6, 4, 5);

        assertEquals(5, interval.median());
        assertEquals(2, interval.low());
        assertEquals(8, interval.high());
        assertEquals(0.961, interval.coverage(), 0.0005);
        assertEquals(9, interval.samples());
    }

    @Test
    void sevenValuesGiveTheirRange() {
        Interval interval = Interval.of(7, 1, 2, 6, 3, 5, 4);

        assertEquals(1, interval.low());
        assertEquals(7, interval.high());
        assertEquals(0.984, interval.coverage(), 0.0005);
    }

    @Test
    void sixAreTheFewestWithNinetyFivePercent() {
        assertEquals(0.969, Interval.of(1, 2, 3, 4, 5, 6).coverage(), 0.0005);
        assertEquals(0.9375, Interval.of(1, 2, 3, 4, 5).coverage());
    }

    @Test
    void fewValuesGiveTheirRangeAndItsRealCoverage() {
        Interval interval = Interval.of(3, 1, 2);

        assertEquals(1, interval.low());
        assertEquals(3, interval.high());
        assertEquals(0.75, interval.coverage());
        assertEquals(2.5, Interval.of(2, 3).median());
        assertEquals(0, Interval.of(7).coverage());
    }

    /** Conover's table A3 for n = 20: the 6th and the 15th, 95.9 %. */
    @Test
    void twentyValuesAsInTheTable() {
        double[] values = new double[20];
        Arrays.setAll(values, i -> i + 1);

        Interval interval = Interval.of(values);

        assertEquals(6, interval.low());
        assertEquals(15, interval.high());
        assertEquals(0.959, interval.coverage(), 0.0005);
    }

    @Test
    void whatIsNoNumberIsLeftOut() {
        assertEquals(
                2, Interval.of(1, Double.NaN, 2, Double.POSITIVE_INFINITY, 3).median());
        assertEquals(0, Interval.of(Double.NaN).samples());
        assertTrue(Double.isNaN(Interval.of().median()));
    }

    @Test
    void theTrueMedianIsWithinAsOftenAsItSays() {
        Random random = new Random(17);
        int within = 0;
        for (int i = 0; i < 20_000; i++) {
            double[] values = random.doubles(9).map(value -> value * value).toArray();
            if (Interval.of(values).contains(0.25)) {
                within++;
            }
        }
        assertEquals(0.961, within / 20_000.0, 0.006);
    }

    @Test
    void containsItsEnds() {
        Interval interval = Interval.of(0.9, 1.0, 1.1);

        assertTrue(interval.contains(0.9));
        assertTrue(interval.contains(1.1));
        assertFalse(interval.contains(1.11));
    }
}
