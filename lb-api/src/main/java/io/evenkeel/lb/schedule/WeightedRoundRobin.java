package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.ServerView;
import java.util.List;

/**
 * Smooth weighted round robin as earliest deadline first.
 *
 * <p>Each server has a due time on a virtual clock; the one due first is picked, and is next due one stride later, where
 * the stride is inverse to its weight. A heap finds it in O(log n), where the usual method (add every weight, take the
 * largest, subtract the total: nginx, 2012) reads every server at each pick. First due times are spread over the first
 * stride, so that servers of equal weight follow each other at equal distances. Weights 5, 1, 1 have strides 1/5, 1, 1 and
 * first due times 1/30, 1/2, 5/6: a a a b a a c.
 *
 * <p>Bound: while the clock moves by {@code t}, a server of weight {@code w} is picked {@code w t} times, give or take
 * one, and all together {@code W t} times, give or take {@code n}. Hence of {@code m} consecutive picks it gets
 * {@code m w / W}, give or take {@code 1 + n w / W}.
 *
 * <p>A server that is refused (full, or tried already) loses its turn, and does not catch up later.
 */
final class WeightedRoundRobin implements Scheduler {

    static final WeightedRoundRobin INSTANCE = new WeightedRoundRobin();

    private WeightedRoundRobin() {}

    @Override
    public String name() {
        return "weighted-round-robin";
    }

    @Override
    public Picker newPicker(PickerContext context) {
        Timeline[] timelines;
        if (context.previous() instanceof Weighted previous) {
            timelines = previous.timelines;
        } else {
            timelines = new Timeline[context.workers()];
            for (int i = 0; i < timelines.length; i++) {
                timelines[i] = new Timeline();
            }
        }
        return new Weighted(timelines, context.servers());
    }

    /** One set of members; the same timelines serve all sets of a pool in turn. */
    static final class Weighted implements Picker {
        /** A power of two, so large that rounding the stride of the greatest weight errs by less than 10^-8. */
        private static final long STRIDE_OF_WEIGHT_1 = 1L << 44;

        private final Timeline[] timelines;
        final long[] ordinals;
        final long[] strides;

        Weighted(Timeline[] timelines, List<ServerView> servers) {
            this.timelines = timelines;
            this.ordinals = WorkerCells.ordinals(servers);
            this.strides = servers.stream()
                    .mapToLong(server -> STRIDE_OF_WEIGHT_1 / server.weight())
                    .toArray();
        }

        @Override
        public int pick(PickContext context) {
            return timelines[context.worker()].pick(this, context);
        }
    }
}
