package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.TimeSource;

/** One of the threads that choose: an event loop, or a client thread. Only that thread writes. */
public final class Worker {

    private final int index;
    private final RandomSource random;
    private final TimeSource time;
    private volatile int doubleSettles;

    /**
     * A worker that has chosen nothing yet.
     *
     * @param index 0 to the engine's number of workers less one
     * @param random for its picks
     * @param time for what its pickers hear
     */
    public Worker(int index, RandomSource random, TimeSource time) {
        this.index = index;
        this.random = random;
        this.time = time;
    }

    /**
     * The worker's number.
     *
     * @return 0 to the engine's number of workers less one
     */
    public int index() {
        return index;
    }

    RandomSource random() {
        return random;
    }

    long nanoTime() {
        return time.nanoTime();
    }

    /**
     * How often a reservation was settled a second time: a bug in the caller, counted and ignored.
     *
     * @return 0 in a sound program
     */
    public int doubleSettles() {
        return doubleSettles;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void countDoubleSettle() {
        doubleSettles++;
    }
}
