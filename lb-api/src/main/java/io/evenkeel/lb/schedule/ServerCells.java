package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.ServerView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that a scheduler keeps of each server, in cells per worker: a worker writes its own, without atomics, and anybody
 * may read or add up all, perhaps a moment behind. A picker hands them to its successor by {@link #forServers}: a server is
 * known again by its ordinal and keeps its cells, and what the old picker still hears of it goes to the same cells. Whoever was
 * not in the set meanwhile begins anew.
 *
 * <p>A cell is a long or a double, as its user says; both begin with 0. Places out of range fail with an {@link
 * IndexOutOfBoundsException}. Nothing but making them allocates.
 *
 * <p>Memory: 128 bytes for each server and worker, so that no two of them meet in a cache line.
 */
public final class ServerCells {

    /** How many numbers there can be for each server. */
    public static final int MOST = 16;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final int workers;
    private final long[] ordinals;
    /** By the server's place; of each worker {@link #MOST} in a row. */
    private final long[][] cells;

    private ServerCells(int workers, long[] ordinals, long[][] cells) {
        this.workers = workers;
        this.ordinals = ordinals;
        this.cells = cells;
    }

    /**
     * The cells for a new picker's servers.
     *
     * @param context what the picker is made from
     * @param previous the cells of the previous picker, or null for the first
     * @return those of servers that both know, and new ones for the others
     */
    public static ServerCells forServers(PickerContext context, @Nullable ServerCells previous) {
        List<ServerView> servers = context.servers();
        long[] ordinals = WorkerCells.ordinals(servers);
        long[][] cells = new long[ordinals.length][];
        for (int i = 0; i < ordinals.length; i++) {
            long[] known = previous == null ? null : previous.of(ordinals[i]);
            cells[i] = known == null ? new long[context.workers() * MOST] : known;
        }
        return new ServerCells(context.workers(), ordinals, cells);
    }

    private long @Nullable [] of(long ordinal) {
        int known = Arrays.binarySearch(ordinals, ordinal);
        return known < 0 ? null : cells[known];
    }

    /**
     * A worker's number.
     *
     * @param worker the worker
     * @param index the server's place in the picker's list
     * @param cell 0 to {@link #MOST} less one
     * @return the number
     */
    public long get(int worker, int index, int cell) {
        return (long) CELL.getOpaque(cells[index], at(worker, cell));
    }

    /**
     * Changes a worker's number; only on its own thread.
     *
     * @param worker the worker
     * @param index the server's place in the picker's list
     * @param cell 0 to {@link #MOST} less one
     * @param value the number
     */
    public void set(int worker, int index, int cell, long value) {
        CELL.setOpaque(cells[index], at(worker, cell), value);
    }

    /**
     * A worker's number as a double.
     *
     * @param worker the worker
     * @param index the server's place in the picker's list
     * @param cell 0 to {@link #MOST} less one
     * @return the number
     */
    public double getDouble(int worker, int index, int cell) {
        return Double.longBitsToDouble(get(worker, index, cell));
    }

    /**
     * Changes a worker's number to a double; only on its own thread.
     *
     * @param worker the worker
     * @param index the server's place in the picker's list
     * @param cell 0 to {@link #MOST} less one
     * @param value the number
     */
    public void setDouble(int worker, int index, int cell, double value) {
        set(worker, index, cell, Double.doubleToRawLongBits(value));
    }

    /**
     * The sum of all workers' numbers. Any thread.
     *
     * @param index the server's place in the picker's list
     * @param cell 0 to {@link #MOST} less one
     * @return the sum
     */
    public long sum(int index, int cell) {
        long sum = 0;
        for (int worker = 0; worker < workers; worker++) {
            sum += get(worker, index, cell);
        }
        return sum;
    }

    /**
     * The sum of all workers' numbers as doubles. Any thread.
     *
     * @param index the server's place in the picker's list
     * @param cell 0 to {@link #MOST} less one
     * @return the sum
     */
    public double sumDouble(int index, int cell) {
        double sum = 0;
        for (int worker = 0; worker < workers; worker++) {
            sum += getDouble(worker, index, cell);
        }
        return sum;
    }

    private static int at(int worker, int cell) {
        if (cell < 0 || cell >= MOST) {
            throw new IndexOutOfBoundsException(cell);
        }
        return worker * MOST + cell;
    }
}
