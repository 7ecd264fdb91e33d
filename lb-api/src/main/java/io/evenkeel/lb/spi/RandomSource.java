package io.evenkeel.lb.spi;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Where the balancer draws random numbers, so that tests can script them. Not for secrets. Implementations are safe for
 * use by many threads.
 */
@FunctionalInterface
public interface RandomSource {

    /**
     * Draws a number, uniformly.
     *
     * @param bound how many values there are, at least 1
     * @return 0 to {@code bound - 1}
     */
    int nextInt(int bound);

    /**
     * The JVM's per-thread generator.
     *
     * @return the system source
     */
    static RandomSource system() {
        return bound -> ThreadLocalRandom.current().nextInt(bound);
    }
}
