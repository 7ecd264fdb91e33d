package io.evenkeel.lb.access;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Nested networks with a verdict each, flattened. Two networks are either nested or apart, so on a line of addresses the
 * verdict changes only where a network begins or ends: n networks make 2n + 1 ranges at most, and the range that an address
 * is in is found by a binary search for the last beginning that is not above it. 10.0.0.0/8 allowed but for 10.9.0.0/16, all
 * else denied, becomes: denied from 0.0.0.0, allowed from 10.0.0.0, denied from 10.9.0.0, allowed from 10.10.0.0, denied
 * from 11.0.0.0. Immutable.
 */
final class RangeTable {

    /** Beginnings, ascending as unsigned numbers of 128 bits; the first is 0. */
    private final long[] high;

    private final long[] low;
    private final boolean[] verdict;

    private RangeTable(long[] high, long[] low, boolean[] verdict) {
        this.high = high;
        this.low = low;
        this.verdict = verdict;
    }

    /** The verdict on an address. Allocates nothing. */
    boolean find(long addressHigh, long addressLow) {
        int from = 0;
        int to = high.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (Network.compare(high[middle], low[middle], addressHigh, addressLow) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return verdict[from];
    }

    /** How many ranges there are, neighbours of one verdict being one. */
    int size() {
        return high.length;
    }

    /** Takes networks in their order, each once, and keeps those that are open around the present place. */
    static final class Builder {

        private record Open(Network network, boolean verdict) {}

        private final Deque<Open> open = new ArrayDeque<>();
        private final boolean otherwise;
        private long[] high = new long[16];
        private long[] low = new long[16];
        private boolean[] verdict = new boolean[16];
        private int size;

        Builder(boolean otherwise) {
            this.otherwise = otherwise;
            begin(0, 0, otherwise);
        }

        void add(Network network, boolean allowed) {
            closeBefore(network);
            open.push(new Open(network, allowed));
            begin(network.high(), network.low(), allowed);
        }

        RangeTable build() {
            closeBefore(null);
            return new RangeTable(Arrays.copyOf(high, size), Arrays.copyOf(low, size), Arrays.copyOf(verdict, size));
        }

        /** Behind the end of an inner network that of the next outer one counts again. */
        private void closeBefore(@Nullable Network next) {
            for (Open inner = open.peek(); inner != null; inner = open.peek()) {
                Network network = inner.network();
                if (next != null
                        && Network.compare(next.high(), next.low(), network.lastHigh(), network.lastLow()) <= 0) {
                    return;
                }
                open.pop();
                long behind = network.lastLow() + 1;
                long carried = network.lastHigh() + (behind == 0 ? 1 : 0);
                if (behind != 0 || carried != 0) { // else nothing is behind: it ends with the last address
                    Open outer = open.peek();
                    begin(carried, behind, outer == null ? otherwise : outer.verdict());
                }
            }
        }

        private void begin(long atHigh, long atLow, boolean value) {
            if (size > 0 && high[size - 1] == atHigh && low[size - 1] == atLow) {
                size--; // an inner network, or the next, begins at the same place
            }
            if (size > 0 && verdict[size - 1] == value) {
                return;
            }
            if (size == high.length) {
                high = Arrays.copyOf(high, 2 * size);
                low = Arrays.copyOf(low, 2 * size);
                verdict = Arrays.copyOf(verdict, 2 * size);
            }
            high[size] = atHigh;
            low[size] = atLow;
            verdict[size] = value;
            size++;
        }
    }
}
