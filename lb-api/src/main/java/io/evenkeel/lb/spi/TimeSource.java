package io.evenkeel.lb.spi;

import java.time.Instant;

/**
 * Where the balancer reads time, so that tests can own it. Implementations are safe for use by many threads.
 */
public interface TimeSource {

    /**
     * Monotonic time for measuring, with the contract of {@link System#nanoTime()}: any origin, may be negative, compare
     * by difference only.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long nanoTime();

    /**
     * Wall-clock time for showing to people; never used to measure.
     *
     * @return the time of day
     */
    Instant instant();

    /**
     * The machine's own clocks.
     *
     * @return the shared system source
     */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
