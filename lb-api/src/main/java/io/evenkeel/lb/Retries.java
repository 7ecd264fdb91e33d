package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many requests may be sent a second time, to another server, after one has failed in the middle: an idempotent
 * request without a body, of whose response no byte has come. The budget keeps a pool that fails as a whole from being
 * asked twice for everything. Immutable, with value equality; each setter returns a changed copy.
 *
 * <p>A request that has certainly reached no server does not count: it goes to the next one within the dial deadline.
 */
public final class Retries {

    /** A fifth of the requests of the last 10 s, and 10 per second at least. */
    public static final Retries DEFAULT = new Retries(20, 10);

    /** No request is sent a second time. */
    public static final Retries NONE = new Retries(0, 0);

    private final int percent;
    private final int minimumPerSecond;

    private Retries(int percent, int minimumPerSecond) {
        this.percent = percent;
        this.minimumPerSecond = minimumPerSecond;
    }

    /**
     * The budget: which share of the requests of the last 10 s may be retries.
     *
     * @param value 0 to 100, default 20
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Retries percent(int value) {
        return new Retries(Setting.range("retries percent", value, 0, 100), minimumPerSecond);
    }

    /**
     * How many retries per second are allowed whatever the budget says, so that a service with few requests has any.
     *
     * @param value 0 to 1,000,000, default 10
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Retries minimumPerSecond(int value) {
        return new Retries(percent, Setting.range("retries minimum per second", value, 0, 1_000_000));
    }

    /**
     * The budget.
     *
     * @return 0 to 100, percent of the requests of the last 10 s
     */
    public int percent() {
        return percent;
    }

    /**
     * What is allowed whatever the budget says.
     *
     * @return retries per second, 0 or more
     */
    public int minimumPerSecond() {
        return minimumPerSecond;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Retries that && percent == that.percent && minimumPerSecond == that.minimumPerSecond;
    }

    @Override
    public int hashCode() {
        return Objects.hash(percent, minimumPerSecond);
    }

    @Override
    public String toString() {
        return percent + " % and " + minimumPerSecond + " per second";
    }
}
