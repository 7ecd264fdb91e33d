package io.evenkeel.lb.benchmarks.peers.result;

import java.util.function.ToDoubleFunction;

/**
 * A number that a turn yields, less being better, and peers are compared by.
 *
 * @param key its name in the results
 * @param title its name in tables and plots, without the unit
 * @param unit such as {@code µs}
 * @param decimals how many are shown
 * @param value taken from a turn; not a number where there is none
 */
public record Figure(String key, String title, String unit, int decimals, ToDoubleFunction<Turn> value) {

    /** Microseconds of CPU, user and system, per unit of the scenario. */
    public static final Figure CPU_PER_UNIT =
            new Figure("cpuMicrosPerUnit", "CPU", "µs", 2, turn -> turn.cpu().totalMicros() / turn.units());

    /** Milliseconds of CPU, user and system, per GiB. */
    public static final Figure CPU_PER_GIB =
            new Figure("cpuMillisPerGib", "CPU", "ms", 1, turn -> turn.cpu().totalMicros() / 1000.0 / turn.units());

    /** The 99th percentile of the time that requests took. */
    public static final Figure P99 =
            new Figure("p99Micros", "p99", "µs", 0, turn -> turn.latency().p99());

    /**
     * A figure of one scenario's own.
     *
     * @param key as in {@link Turn#more()}
     * @param title for tables and plots
     * @param unit for tables and plots
     * @param decimals how many are shown
     * @return the figure
     */
    public static Figure more(String key, String title, String unit, int decimals) {
        return new Figure(key, title, unit, decimals, turn -> turn.more().getOrDefault(key, Double.NaN));
    }

    /**
     * Whether it is CPU time.
     *
     * @return whether user and system are its parts
     */
    public boolean cpu() {
        return key.startsWith("cpu");
    }

    /**
     * How many microseconds its unit of time has.
     *
     * @return 1 or 1000
     */
    public double micros() {
        return unit.equals("ms") ? 1000 : 1;
    }

    /**
     * Takes it.
     *
     * @param turn what was measured
     * @return the number
     */
    public double of(Turn turn) {
        return value.applyAsDouble(turn);
    }
}
