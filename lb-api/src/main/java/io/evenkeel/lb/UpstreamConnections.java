package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of connections to servers between two requests: they are kept and used again, the latest first. Immutable,
 * with value equality; each setter returns a changed copy.
 */
public final class UpstreamConnections {

    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofDays(1);
    private static final int MOST = 10_000;

    /** Idle 4 s, at most 5 minutes old, 64 idle ones for each server and event loop. */
    public static final UpstreamConnections DEFAULT =
            new UpstreamConnections(Duration.ofSeconds(4), Duration.ofMinutes(5), 64);

    private final Duration idle;
    private final Duration maxAge;
    private final int maxIdle;

    private UpstreamConnections(Duration idle, Duration maxAge, int maxIdle) {
        this.idle = idle;
        this.maxAge = maxAge;
        this.maxIdle = maxIdle;
    }

    /**
     * How long a connection is kept without a request. Choose it shorter than the servers' own keep-alive time, so that
     * it is not they who close.
     *
     * @param value 10 ms to 1 day, default 4 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public UpstreamConnections idle(Duration value) {
        return new UpstreamConnections(Setting.range("upstream idle", value, MIN, MAX), maxAge, maxIdle);
    }

    /**
     * How old a connection is when it gets no further request. Each one's age is less by up to a tenth at random, so that
     * those begun together do not end together.
     *
     * @param value 10 ms to 1 day, default 5 minutes
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public UpstreamConnections maxAge(Duration value) {
        return new UpstreamConnections(idle, Setting.range("upstream max-age", value, MIN, MAX), maxIdle);
    }

    /**
     * How many connections without a request are kept, for each server and event loop.
     *
     * @param value 0 to 10,000, default 64; 0 = none, each request has a connection of its own
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public UpstreamConnections maxIdle(int value) {
        return new UpstreamConnections(idle, maxAge, Setting.range("upstream max-idle", value, 0, MOST));
    }

    /**
     * The time without a request.
     *
     * @return 10 ms to 1 day
     */
    public Duration idle() {
        return idle;
    }

    /**
     * The age at which a connection gets no further request.
     *
     * @return 10 ms to 1 day
     */
    public Duration maxAge() {
        return maxAge;
    }

    /**
     * How many are kept, for each server and event loop.
     *
     * @return 0 to 10,000; 0 = none
     */
    public int maxIdle() {
        return maxIdle;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UpstreamConnections that
                && idle.equals(that.idle)
                && maxAge.equals(that.maxAge)
                && maxIdle == that.maxIdle;
    }

    @Override
    public int hashCode() {
        return Objects.hash(idle, maxAge, maxIdle);
    }

    @Override
    public String toString() {
        return "idle " + Setting.text(idle) + ", max-age " + Setting.text(maxAge) + ", max-idle " + maxIdle;
    }
}
