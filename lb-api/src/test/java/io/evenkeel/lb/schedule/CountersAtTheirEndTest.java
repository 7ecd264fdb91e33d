package io.evenkeel.lb.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.ServerView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counters that begin near their maximum: nothing changes when they wrap around. */
class CountersAtTheirEndTest {

    private record View(String id, long ordinal, int weight, int priority, int inFlight) implements ServerView {}

    private record All(int worker, RandomSource random) implements PickContext {
        @Override
        public boolean accepts(int index) {
            return true;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }

    private static final All ALL = new All(0, bound -> 0);

    private static List<ServerView> servers(long firstOrdinal, int... weights) {
        ServerView[] views = new ServerView[weights.length];
        for (int i = 0; i < weights.length; i++) {
            views[i] = new View("s" + i, firstOrdinal + i, weights[i], 0, 0);
        }
        return List.of(views);
    }

    /** A pick of weight 1 moves the clock by 2^44, so it wraps every 2^20 picks. */
    @Test
    void theVirtualClockOfWeightedRoundRobinWraps() {
        Timeline[] timelines = {new Timeline()};
        var weighted = new WeightedRoundRobin.Weighted(timelines, servers(0, 2, 1));
        int[] counts = new int[2];
        for (int i = 1; i <= 3 << 21; i++) {
            counts[weighted.pick(ALL)]++;
            if (i % 3 == 0) {
                assertTrue(Math.abs(counts[0] - 2 * (i / 3)) <= 1, () -> counts[0] + " and " + counts[1]);
            }
        }
        assertEquals(3 << 21, counts[0] + counts[1]);
    }

    @Test
    void theVirtualClockWrapsWhileTheSetChanges() {
        Timeline[] timelines = {new Timeline()};
        int[] counts = new int[2];
        for (int i = 1; i <= 1 << 16; i++) {
            var weighted = new WeightedRoundRobin.Weighted(timelines, servers(0, 1, 1));
            for (int j = 0; j < 50; j++) {
                counts[weighted.pick(ALL)]++;
            }
        }
        assertTrue(Math.abs(counts[0] - counts[1]) <= 2, counts[0] + " and " + counts[1]);
    }

    @Test
    void ordinalsNearTheirEndKeepTheirOrder() {
        WorkerCells cells = new WorkerCells(1);
        long[] ordinals = {Long.MAX_VALUE - 2, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        long first = cells.newOwner();
        assertEquals(0, cells.next(0, first, ordinals, bound -> 0));
        cells.picked(0, ordinals, 1);
        assertEquals(2, cells.next(0, first, ordinals, bound -> 0));
        assertEquals(2, cells.next(0, cells.newOwner(), ordinals, bound -> 0));
        cells.picked(0, ordinals, 2);
        assertEquals(0, cells.next(0, cells.newOwner(), ordinals, bound -> 0));
    }

    @Test
    void aFreshWorkerStartsAtRandom() {
        WorkerCells cells = new WorkerCells(2);
        assertEquals(2, cells.next(1, cells.newOwner(), new long[] {5, 6, 7}, bound -> bound - 1));
    }
}
