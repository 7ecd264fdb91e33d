package io.evenkeel.lb.simulation;

import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Setting;
import java.time.Duration;

/** Chance by distribution. {@link StrictMath}, so that a seed gives the same numbers on each machine. */
final class Latencies {

    static final Duration LONGEST = Duration.ofDays(1);

    /** What 99 % of a standard normal distribution lie below. */
    static final double NORMAL_P99 = 2.326347874;

    private static final int STEPS = 1 << 30;

    private Latencies() {}

    static Duration checked(String setting, Duration value) {
        return Setting.range(setting, value, Duration.ZERO, LONGEST);
    }

    /** Above 0 and below 1. */
    static double uniform(RandomSource random) {
        return (random.nextInt(STEPS) + 0.5) / STEPS;
    }

    /** With mean 1: the time to the next of events that know nothing of each other. */
    static double exponential(RandomSource random) {
        return -StrictMath.log(uniform(random));
    }

    /** With mean 0 and deviation 1 (Box and Muller, 1958; the second of each pair is not used). */
    static double normal(RandomSource random) {
        return StrictMath.sqrt(2 * exponential(random)) * StrictMath.cos(2 * StrictMath.PI * uniform(random));
    }

    /** Whether something that happens so often happens now; nothing is drawn for never. */
    static boolean happens(double percent, RandomSource random) {
        return percent > 0 && uniform(random) * 100 < percent;
    }
}
