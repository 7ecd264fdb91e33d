package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;

/**
 * When a server is taken out because of what happens to its own traffic, and for how long. What counts: attempts to reach
 * it that fail, and connections that it resets before it has sent a byte; the first byte of a connection that it sends, or
 * a connection that ends in order, ends the row. The last available server is never ejected. An ejected server is not up, so that it may take the
 * service below its {@link Availability#minimumServers minimum}. Immutable; each setter returns a changed copy.
 */
public final class Ejection {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final int failures;
    private final Duration time;
    private final Duration longest;
    private final int maxPercent;

    private Ejection(int failures, Duration time, Duration longest, int maxPercent) {
        this.failures = failures;
        this.time = time;
        this.longest = longest;
        this.maxPercent = maxPercent;
    }

    /**
     * After so many failures in a row a server is ejected for 10 s the first time, at most 300 s, and at most half of the
     * servers at a time.
     *
     * @param inARow 1 to 1,000,000
     * @return the policy
     * @throws IllegalArgumentException when it is outside the range
     */
    public static Ejection afterFailures(int inARow) {
        return new Ejection(
                Setting.range("ejection failures", inARow, 1, 1_000_000),
                Duration.ofSeconds(10),
                Duration.ofSeconds(300),
                50);
    }

    /**
     * How long the first ejection lasts. Each further one lasts twice as long as the one before, up to the longest; each
     * is drawn up to a fifth shorter, so that servers do not return together. A server that was in for as long as the
     * longest ejection begins anew.
     *
     * @param first 10 ms to 1 day, default 10 s
     * @param longestTime the first to 1 day, default 300 s
     * @return a changed copy
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Ejection time(Duration first, Duration longestTime) {
        Duration shortest = Setting.range("ejection time", first, SHORTEST, LONGEST);
        return new Ejection(
                failures, shortest, Setting.range("longest ejection time", longestTime, shortest, LONGEST), maxPercent);
    }

    /**
     * How many of the pool's servers may be ejected at a time; one always may, where there are others.
     *
     * @param percent 1 to 100, default 50
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Ejection maxPercent(int percent) {
        return new Ejection(failures, time, longest, Setting.range("ejected percent", percent, 1, 100));
    }

    /**
     * How many failures in a row it takes.
     *
     * @return 1 to 1,000,000
     */
    public int failures() {
        return failures;
    }

    /**
     * The first ejection's time.
     *
     * @return 10 ms to 1 day
     */
    public Duration time() {
        return time;
    }

    /**
     * The cap of the growing time.
     *
     * @return the first ejection's time to 1 day
     */
    public Duration longest() {
        return longest;
    }

    /**
     * How many of the servers may be ejected at a time.
     *
     * @return 1 to 100 percent
     */
    public int maxPercent() {
        return maxPercent;
    }
}
