package io.evenkeel.lb.check;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often a check runs and how many verdicts flip a server. Immutable, with value equality; each setter returns a
 * changed copy.
 */
public final class HealthPolicy {

    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofDays(1);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(4);

    /** Every 9 s, timeout 4 s, down after two failures, up after one success. */
    public static final HealthPolicy DEFAULT = every(Duration.ofSeconds(9));

    private final Duration interval;
    private final @Nullable Duration timeout;
    private final @Nullable Duration fastInterval;
    private final int fall;
    private final int rise;
    private final int port;
    private final boolean unknownIsUp;

    private HealthPolicy(
            Duration interval,
            @Nullable Duration timeout,
            @Nullable Duration fastInterval,
            int fall,
            int rise,
            int port,
            boolean unknownIsUp) {
        this.interval = interval;
        this.timeout = timeout;
        this.fastInterval = fastInterval;
        this.fall = fall;
        this.rise = rise;
        this.port = port;
        this.unknownIsUp = unknownIsUp;
    }

    /**
     * A policy with the given interval and the defaults for everything else.
     *
     * @param interval from the start of one check to the start of the next, 10 ms to 1 day; each is moved at random by up
     *     to a tenth, and the first are spread over one interval, one second at most
     * @return a policy
     * @throws IllegalArgumentException when it is outside the range
     */
    public static HealthPolicy every(Duration interval) {
        return new HealthPolicy(Setting.range("check interval", interval, MIN, MAX), null, null, 2, 1, 0, true);
    }

    /**
     * How long one check may take.
     *
     * @param value 1 ms to the interval; default the smaller of 4 s and the interval
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HealthPolicy timeout(Duration value) {
        Setting.range("check timeout", value, Duration.ofMillis(1), interval);
        return new HealthPolicy(interval, value, fastInterval, fall, rise, port, unknownIsUp);
    }

    /**
     * The interval while in doubt: from the first failure of a server that is up until it is down or well again, from the
     * first success of a server that is down, and for a server without a verdict from its first failure.
     *
     * @param value 10 ms to the interval; default the smaller of 1 s and the interval
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HealthPolicy fastInterval(Duration value) {
        Setting.range("check fast interval", value, MIN, interval);
        return new HealthPolicy(interval, timeout, value, fall, rise, port, unknownIsUp);
    }

    /**
     * How many failures in a row take a server down.
     *
     * @param value 1 to 100; default 2
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HealthPolicy fall(int value) {
        Setting.range("check fall", value, 1, 100);
        return new HealthPolicy(interval, timeout, fastInterval, value, rise, port, unknownIsUp);
    }

    /**
     * How many successes in a row bring a server back.
     *
     * @param value 1 to 100; default 1
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HealthPolicy rise(int value) {
        Setting.range("check rise", value, 1, 100);
        return new HealthPolicy(interval, timeout, fastInterval, fall, value, port, unknownIsUp);
    }

    /**
     * Checks another port than the traffic's.
     *
     * @param value 1 to 65535; default the server's own port
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HealthPolicy port(int value) {
        Setting.range("check port", value, 1, 65535);
        return new HealthPolicy(interval, timeout, fastInterval, fall, rise, value, unknownIsUp);
    }

    /**
     * Whether servers get clients before their first verdict.
     *
     * @param value default true, so that a start or a change of members never empties a pool
     * @return a changed copy
     */
    public HealthPolicy unknownIsUp(boolean value) {
        return new HealthPolicy(interval, timeout, fastInterval, fall, rise, port, value);
    }

    /**
     * From the start of one check to the start of the next.
     *
     * @return 10 ms to 1 day
     */
    public Duration interval() {
        return interval;
    }

    /**
     * How long one check may take.
     *
     * @return 1 ms to the interval
     */
    public Duration timeout() {
        return timeout != null ? timeout : smaller(DEFAULT_TIMEOUT, interval);
    }

    /**
     * The interval while in doubt.
     *
     * @return 10 ms to the interval
     */
    public Duration fastInterval() {
        return fastInterval != null ? fastInterval : smaller(Duration.ofSeconds(1), interval);
    }

    /**
     * How many failures in a row take a server down.
     *
     * @return 1 to 100
     */
    public int fall() {
        return fall;
    }

    /**
     * How many successes in a row bring a server back.
     *
     * @return 1 to 100
     */
    public int rise() {
        return rise;
    }

    /**
     * The port to check.
     *
     * @return 1 to 65535, or 0 for the server's own
     */
    public int port() {
        return port;
    }

    /**
     * Whether servers get clients before their first verdict.
     *
     * @return true unless set otherwise
     */
    public boolean isUnknownUp() {
        return unknownIsUp;
    }

    private static Duration smaller(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HealthPolicy that
                && interval.equals(that.interval)
                && timeout().equals(that.timeout())
                && fastInterval().equals(that.fastInterval())
                && fall == that.fall
                && rise == that.rise
                && port == that.port
                && unknownIsUp == that.unknownIsUp;
    }

    @Override
    public int hashCode() {
        return Objects.hash(interval, timeout(), fastInterval(), fall, rise, port, unknownIsUp);
    }

    @Override
    public String toString() {
        return "every " + Setting.text(interval) + ", timeout " + Setting.text(timeout()) + ", fall " + fall + ", rise "
                + rise + (port == 0 ? "" : ", port " + port);
    }
}
