package io.evenkeel.lb.benchmarks.peers.result;

import java.util.Arrays;

/**
 * A median and what is known about it. The interval is that of the sign test: of n independent values, the true median lies
 * between the k-th smallest and the k-th largest with probability 1 − 2·P(B &lt; k), B being binomial with n and ½, whatever
 * the values' distribution is (W. J. Conover, Practical Nonparametric Statistics, 3rd ed., 1999, section 3.2). k is the greatest that
 * keeps 95 %: for nine values the second smallest and the second largest, 96.1 %. Fewer than six values cannot give 95 %: then it is
 * their whole range, with the coverage that this has.
 *
 * @param median of the values; not a number, where there are none
 * @param low the interval's lower end
 * @param high its upper end
 * @param coverage how probably the true median is within
 * @param samples how many values there were
 */
public record Interval(double median, double low, double high, double coverage, int samples) {

    private static final double WANTED = 0.95;

    /**
     * Of values.
     *
     * @param values in any order; those that are not numbers are left out
     * @return their median and its interval
     */
    public static Interval of(double... values) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        int n = sorted.length;
        if (n == 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN, 0, 0);
        }
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        int k = 1;
        while (k + 1 <= n / 2 && coverage(n, k + 1) >= WANTED) {
            k++;
        }
        return new Interval(median, sorted[k - 1], sorted[n - k], coverage(n, k), n);
    }

    /** That of the k-th smallest to the k-th largest of n values. */
    static double coverage(int n, int k) {
        double tail = 0;
        double choose = 1;
        for (int i = 0; i < k; i++) {
            tail += choose;
            choose = choose * (n - i) / (i + 1);
        }
        return 1 - 2 * tail / Math.pow(2, n);
    }

    /**
     * Whether a value is within.
     *
     * @param value any
     * @return whether it is not told apart from the median
     */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
