package io.evenkeel.lb.benchmarks.peers.result;

import java.util.Arrays;

/**
 * How long requests took, in microseconds; not a number where it is not known.
 *
 * @param p50 half were faster
 * @param p90 nine of ten were
 * @param p99 99 of 100 were
 * @param p999 999 of 1000 were
 * @param max none took longer
 */
public record Percentiles(double p50, double p90, double p99, double p999, double max) {

    /** Not measured. */
    public static final Percentiles NONE = new Percentiles(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /**
     * Of a sample: the smallest value that the given share of all does not exceed.
     *
     * @param micros in any order; sorted by this
     * @return none, of an empty sample
     */
    public static Percentiles of(long[] micros) {
        if (micros.length == 0) {
            return NONE;
        }
        Arrays.sort(micros);
        return new Percentiles(
                at(micros, 0.5), at(micros, 0.9), at(micros, 0.99), at(micros, 0.999), micros[micros.length - 1]);
    }

    private static double at(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
