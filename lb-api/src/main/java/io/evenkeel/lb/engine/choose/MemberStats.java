package io.evenkeel.lb.engine.choose;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A member's counters since it was added. Each worker writes cells of its own, without atomics; whoever reads adds them
 * up, and may be a moment behind.
 */
public final class MemberStats {

    /** Connections given to the member. */
    public static final int CONNECTIONS = 0;
    /** Requests given to the member. */
    public static final int REQUESTS = 1;
    /** Bytes from clients to the member. */
    public static final int BYTES_IN = 2;
    /** Bytes from the member to clients. */
    public static final int BYTES_OUT = 3;
    /** Units of work that ended by the member's fault. */
    public static final int FAILURES = 4;

    /** Longs per worker: two cache lines. */
    private static final int STRIDE = 16;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells;

    /**
     * Counters at zero.
     *
     * @param workers how many write, 1 or more
     */
    public MemberStats(int workers) {
        cells = new long[workers * STRIDE];
    }

    /**
     * Adds to a counter. Only on the worker's own thread.
     *
     * @param worker the worker
     * @param counter one of this class's constants
     * @param amount 0 or more
     */
    public void add(Worker worker, int counter, long amount) {
        int cell = worker.index() * STRIDE + counter;
        CELL.setOpaque(cells, cell, (long) CELL.getOpaque(cells, cell) + amount);
    }

    /**
     * The sum over all workers. Any thread.
     *
     * @param counter one of this class's constants
     * @return 0 or more
     */
    public long sum(int counter) {
        long sum = 0;
        for (int cell = counter; cell < cells.length; cell += STRIDE) {
            sum += (long) CELL.getOpaque(cells, cell);
        }
        return sum;
    }
}
