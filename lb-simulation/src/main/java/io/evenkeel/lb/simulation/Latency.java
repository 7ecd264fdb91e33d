package io.evenkeel.lb.simulation;

import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Setting;
import java.time.Duration;

/** How long a simulated server takes for a request, drawn for each. May be a user's: any distribution will do. */
@FunctionalInterface
public interface Latency {

    /**
     * Draws one time.
     *
     * @param random the only source of chance, so that a seed gives the same times again
     * @return nanoseconds, 0 to those of a day; anything else fails the run
     */
    long nanos(RandomSource random);

    /**
     * Always the same time.
     *
     * @param time 0 to 1 day
     * @return the latency
     * @throws IllegalArgumentException when it is outside the range
     */
    static Latency of(Duration time) {
        long nanos = Latencies.checked("latency", time).toNanos();
        return random -> nanos;
    }

    /**
     * Any time between two, each as likely as the other.
     *
     * @param shortest 0 to 1 day
     * @param longest {@code shortest} to 1 day
     * @return the latency
     * @throws IllegalArgumentException when one is outside its range
     */
    static Latency between(Duration shortest, Duration longest) {
        long from = Latencies.checked("shortest latency", shortest).toNanos();
        long width = Setting.range("longest latency", longest, shortest, Latencies.LONGEST)
                        .toNanos()
                - from;
        return random -> from + (long) (Latencies.uniform(random) * width);
    }

    /**
     * As servers are: most answers about as fast, some much slower, none at once (a log-normal distribution).
     *
     * @param median half of the answers take longer, 1 µs to 1 day
     * @param p99 one of a hundred takes longer, {@code median} to 1 day
     * @return the latency
     * @throws IllegalArgumentException when one is outside its range
     */
    static Latency typical(Duration median, Duration p99) {
        Setting.range("median latency", median, Duration.ofNanos(1000), Latencies.LONGEST);
        Setting.range("p99 latency", p99, median, Latencies.LONGEST);
        double mu = StrictMath.log((double) median.toNanos());
        double sigma = (StrictMath.log((double) p99.toNanos()) - mu) / Latencies.NORMAL_P99;
        return random -> (long) StrictMath.exp(mu + sigma * Latencies.normal(random));
    }
}
