package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.ServerView;
import java.util.List;

/**
 * The accepted server with the fewest in flight, by weight or not.
 *
 * <p>Up to {@value #EXACT} servers all are read, from where the last search ended, so that equals take turns. Above that a
 * full search would cost more with each server, so the list is cut into {@value #EXACT} equal parts and one server is
 * drawn from each. If the best fraction {@code q} of the servers lies in the parts as {@code q_1 … q_64}, the draw misses
 * all of them with probability {@code (1 - q_1)…(1 - q_64)}, which is at most {@code (1 - q)^64} however they lie
 * (arithmetic and geometric mean): 3.8 % for {@code q} = 5 %, 0.12 % for 10 %. For why a few choices are nearly as good as
 * all, see Mitzenmacher, "The power of two choices in randomized load balancing", IEEE TPDS 12(10), 2001.
 */
final class LeastConnections implements Scheduler {

    static final int EXACT = 64;

    static final LeastConnections PLAIN = new LeastConnections("least-connections", false);
    static final LeastConnections WEIGHTED = new LeastConnections("weighted-least-connections", true);

    private final String name;
    private final boolean weighted;

    private LeastConnections(String name, boolean weighted) {
        this.name = name;
        this.weighted = weighted;
    }

    @Override
    public String name() {
        return name;
    }

    /** A server that comes back is empty: refusing a share of the picks would not keep the others away from it. */
    @Override
    public boolean heedsSlowStart() {
        return true;
    }

    @Override
    public Picker newPicker(PickerContext context) {
        WorkerCells cells =
                context.previous() instanceof Search previous ? previous.cells : new WorkerCells(context.workers());
        return new Search(cells, context.servers(), weighted);
    }

    private static final class Search implements Picker {
        private final WorkerCells cells;
        private final long owner;
        private final ServerView[] servers;
        private final long[] ordinals;
        private final int[] weights;

        Search(WorkerCells cells, List<ServerView> servers, boolean weighted) {
            this.cells = cells;
            this.owner = cells.newOwner();
            this.servers = servers.toArray(new ServerView[0]);
            this.ordinals = WorkerCells.ordinals(servers);
            this.weights =
                    servers.stream().mapToInt(s -> weighted ? s.weight() : 1).toArray();
        }

        @Override
        public int pick(PickContext context) {
            if (context.isSlowStart()) {
                return searchRamped(context);
            }
            int best = servers.length > EXACT ? sample(context) : NONE;
            return best != NONE ? best : searchAll(context);
        }

        private int searchAll(PickContext context) {
            int index = cells.next(context.worker(), owner, ordinals, context.random());
            int best = NONE;
            int bestLoad = 0;
            for (int seen = 0; seen < servers.length; seen++) {
                int load = servers[index].inFlight();
                if ((best == NONE || lighter(index, load, best, bestLoad)) && context.accepts(index)) {
                    best = index;
                    bestLoad = load;
                    if (load == 0) {
                        break;
                    }
                }
                index = index + 1 == servers.length ? 0 : index + 1;
            }
            if (best != NONE) {
                cells.picked(context.worker(), ordinals, best);
            }
            return best;
        }

        private int sample(PickContext context) {
            int draw = context.random().nextInt(Integer.MAX_VALUE) | 1;
            // Equals take turns here too: the search starts with a random part. Not the lowest bit: that one is set.
            int part = (draw >>> 1) & (EXACT - 1);
            int best = NONE;
            int bestLoad = 0;
            for (int seen = 0; seen < EXACT; seen++) {
                int from = (int) ((long) part * servers.length / EXACT);
                int size = (int) ((part + 1L) * servers.length / EXACT) - from;
                draw = xorShift(draw);
                int index = from + (int) (((draw & 0xffff_ffffL) * size) >>> 32);
                int load = servers[index].inFlight();
                if ((best == NONE || lighter(index, load, best, bestLoad)) && context.accepts(index)) {
                    best = index;
                    bestLoad = load;
                }
                part = (part + 1) & (EXACT - 1);
            }
            return best;
        }

        /** Marsaglia, "Xorshift RNGs", 2003: enough for 64 draws from one truly random seed. */
        private static int xorShift(int x) {
            int y = x ^ (x << 13);
            y ^= y >>> 17;
            return y ^ (y << 5);
        }

        private boolean lighter(int index, int load, int than, int thanLoad) {
            return (long) load * weights[than] < (long) thanLoad * weights[index];
        }

        /**
         * Loads in relation to weight and ramp, each with a random fraction of one more: so a server that comes back to a
         * pool with nothing in flight gets its ramp's part of the clients, neither all nor none. All servers are read.
         */
        private int searchRamped(PickContext context) {
            int draw = context.random().nextInt(Integer.MAX_VALUE) | 1;
            int best = NONE;
            double bestLoad = 0;
            for (int index = 0; index < servers.length; index++) {
                draw = xorShift(draw);
                double fraction = (draw & 0xffff_ffffL) / (double) (1L << 32);
                double load = (servers[index].inFlight() + fraction) / (weights[index] * servers[index].ramp());
                if ((best == NONE || load < bestLoad) && context.accepts(index)) {
                    best = index;
                    bestLoad = load;
                }
            }
            return best;
        }
    }
}
