package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.ServerView;
import java.util.List;

/**
 * The rotation of each worker: where it stands in the list of one picker, and which member it picked last, so that it
 * can find its place in the next picker's list. Shared by all pickers of one pool in turn; worker {@code w} reads and
 * writes cell {@code w} only.
 */
final class WorkerCells {

    /** Longs per worker: two cache lines, since processors fetch lines in pairs. */
    private static final int STRIDE = 16;

    private static final int NEXT = 8;
    private static final int LAST_ORDINAL = 9;
    private static final int OWNER = 10;

    private final long[] cells;

    /** Numbers pickers, so that a cell can tell whose list its place belongs to. Written by the control thread. */
    private long pickers;

    WorkerCells(int workers) {
        cells = new long[workers * STRIDE];
    }

    /** A number for a new picker, never 0. Control thread only. */
    long newOwner() {
        return ++pickers;
    }

    /** Where the worker's next search starts, for the picker {@code owner} with these members. */
    int next(int worker, long owner, long[] ordinals, RandomSource random) {
        int cell = worker * STRIDE;
        if (cells[cell + OWNER] == owner) {
            return (int) cells[cell + NEXT];
        }
        int next = resume(cell, ordinals, random);
        cells[cell + NEXT] = next;
        cells[cell + OWNER] = owner;
        return next;
    }

    /** The first member after the one picked last, which may be gone; a random one for a new worker. */
    private int resume(int cell, long[] ordinals, RandomSource random) {
        if (cells[cell + OWNER] == 0) {
            return random.nextInt(ordinals.length);
        }
        long last = cells[cell + LAST_ORDINAL];
        int low = 0;
        int high = ordinals.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordinals[middle] <= last) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == ordinals.length ? 0 : low;
    }

    /** Records a pick, after {@link #next} was asked for the same picker. */
    void picked(int worker, long[] ordinals, int index) {
        int cell = worker * STRIDE;
        cells[cell + NEXT] = index + 1 == ordinals.length ? 0 : index + 1;
        cells[cell + LAST_ORDINAL] = ordinals[index];
    }

    static long[] ordinals(List<ServerView> servers) {
        return servers.stream().mapToLong(ServerView::ordinal).toArray();
    }
}
