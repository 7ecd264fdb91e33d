package io.evenkeel.lb.health;

import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.spi.RandomSource;
import java.time.Duration;

/**
 * When the checks of one probe start. Two measures against herds, where many probes begin at once: the first check comes
 * at a random moment of the initial spread, and each interval is moved at random by up to a tenth. The spread is the
 * interval, but {@link #MAX_SPREAD} at most: whoever starts knows the servers soon, however rarely they are checked.
 */
final class Rhythm {

    static final Duration MAX_SPREAD = Duration.ofSeconds(1);

    /** Jitter is drawn in ten-thousandths: the longest interval times 11,000 still fits a long of nanoseconds. */
    private static final int WHOLE = 10_000;

    private static final int TENTH = WHOLE / 10;

    private final HealthPolicy policy;
    private final RandomSource random;

    Rhythm(HealthPolicy policy, RandomSource random) {
        this.policy = policy;
        this.random = random;
    }

    /** From the beginning of the probe to the start of its first check. */
    Duration first() {
        long spread = Math.min(policy.interval().toNanos(), MAX_SPREAD.toNanos());
        return Duration.ofNanos(random.nextInt((int) spread));
    }

    /**
     * From the verdict of a check to the start of the next one. Intervals are measured from start to start, so that a slow
     * server is not checked less often than a quick one; a check that took longer is followed by the next at once.
     *
     * @param soon whether the fast interval applies
     * @param sinceStart nanoseconds since the check started
     */
    Duration next(boolean soon, long sinceStart) {
        long interval = (soon ? policy.fastInterval() : policy.interval()).toNanos();
        long moved = interval * (WHOLE - TENTH + random.nextInt(2 * TENTH + 1)) / WHOLE;
        return Duration.ofNanos(Math.max(0, moved - sinceStart));
    }
}
