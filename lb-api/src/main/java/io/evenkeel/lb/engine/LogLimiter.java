package io.evenkeel.lb.engine;

import io.evenkeel.lb.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one log line pass per interval, for lines that the traffic causes, and knows how many it held back, for the next
 * line to tell. Any thread.
 */
public final class LogLimiter {

    /** The answer to a line that may not pass. */
    public static final long HELD_BACK = -1;

    private final TimeSource time;
    private final long intervalNanos;
    private final AtomicLong nextAt;
    private final AtomicLong heldBack = new AtomicLong();

    /**
     * A limiter that lets the first line pass.
     *
     * @param time the time source
     * @param interval between two lines, more than 0
     */
    public LogLimiter(TimeSource time, Duration interval) {
        this.time = time;
        this.intervalNanos = interval.toNanos();
        this.nextAt = new AtomicLong(time.nanoTime());
    }

    /**
     * Asks for a line.
     *
     * @return {@link #HELD_BACK}, or if the line may pass, how many were held back since the last that passed
     */
    public long pass() {
        long now = time.nanoTime();
        long next = nextAt.get();
        if (now - next >= 0 && nextAt.compareAndSet(next, now + intervalNanos)) {
            return heldBack.getAndSet(0);
        }
        heldBack.incrementAndGet();
        return HELD_BACK;
    }
}
