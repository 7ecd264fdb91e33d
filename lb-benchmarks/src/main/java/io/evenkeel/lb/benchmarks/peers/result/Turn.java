package io.evenkeel.lb.benchmarks.peers.result;

import io.evenkeel.lb.benchmarks.peers.process.CpuTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one peer did in one turn.
 *
 * @param requests those answered, or connections where a scenario counts these
 * @param units what CPU time is divided by: the requests, or the GiB moved
 * @param errors requests that were not answered as they should be; any makes the peer invalid
 * @param seconds how long it took
 * @param cpu the process's
 * @param loopCpu that of the threads that move the traffic
 * @param rssMiB resident memory at the end
 * @param latency none, where it is not measured
 * @param more figures that only this scenario has, by the key of its {@link Figure}
 * @param remark what was wrong or odd, or empty
 */
public record Turn(
        long requests,
        double units,
        long errors,
        double seconds,
        CpuTime cpu,
        CpuTime loopCpu,
        double rssMiB,
        Percentiles latency,
        Map<String, Double> more,
        String remark) {

    /** How much CPU other processes used, in percent of a core, by this key among {@link #more}. */
    public static final String OTHERS = "othersPercentOfCore";

    private static final double DISTURBED_PERCENT = 10;

    /**
     * How much CPU processes used that do not belong to the measurement, on whatever core.
     *
     * @return percent of a core; zero where it was not read
     */
    public double others() {
        return more.getOrDefault(OTHERS, 0.0);
    }

    /**
     * Whether others have used so much that the turn says little.
     *
     * @return whether it is worth a remark
     */
    public boolean disturbed() {
        return others() > DISTURBED_PERCENT;
    }

    /**
     * Requests per second.
     *
     * @return the rate
     */
    public double rate() {
        return requests / seconds;
    }

    /**
     * Adds a figure of the scenario's own.
     *
     * @param key its key
     * @param value its value
     * @return a turn that has it
     */
    public Turn with(String key, double value) {
        Map<String, Double> all = new LinkedHashMap<>(more);
        all.put(key, value);
        return new Turn(requests, units, errors, seconds, cpu, loopCpu, rssMiB, latency, Map.copyOf(all), remark);
    }
}
