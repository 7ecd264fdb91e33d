package io.evenkeel.lb.benchmarks.peers.result;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a peer did in a scenario.
 *
 * @param peer its name
 * @param jvm whether it is one
 * @param turns one per round, up to that in which it became invalid
 * @param invalid why its figures do not count, or empty
 */
public record PeerResult(String peer, boolean jvm, List<Turn> turns, String invalid) {

    /** Copies the list. */
    public PeerResult {
        turns = List.copyOf(turns);
    }

    /**
     * Whether its figures count.
     *
     * @return whether it has answered all as it should
     */
    public boolean valid() {
        return invalid.isEmpty() && !turns.isEmpty();
    }

    /**
     * A number over all turns.
     *
     * @param value taken from each turn
     * @return its median and interval
     */
    public Interval interval(ToDoubleFunction<Turn> value) {
        return Interval.of(turns.stream().mapToDouble(value).toArray());
    }

    /**
     * A number over all turns.
     *
     * @param value taken from each turn
     * @return its median
     */
    public double median(ToDoubleFunction<Turn> value) {
        return interval(value).median();
    }

    /**
     * All that went wrong.
     *
     * @return the errors of all turns
     */
    public long errors() {
        return turns.stream().mapToLong(Turn::errors).sum();
    }
}
