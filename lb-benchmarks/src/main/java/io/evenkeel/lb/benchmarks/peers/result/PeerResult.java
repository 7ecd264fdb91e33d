package io.evenkeel.lb.benchmarks.peers.result;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a peer did in a scenario.
 *
 * @param peer its name
 * @param jvm whether it is one
 * @param turns in their order, up to that in which it became invalid
 * @param turnsPerRound how many of them make a round
 * @param invalid why its figures do not count, or empty
 */
public record PeerResult(String peer, boolean jvm, List<Turn> turns, int turnsPerRound, String invalid) {

    /** Copies the list. */
    public PeerResult {
        turns = List.copyOf(turns);
    }

    /**
     * Whether its figures count.
     *
     * @return whether it has answered all as it should, for a round at least
     */
    public boolean valid() {
        return invalid.isEmpty() && !rounds().isEmpty();
    }

    /**
     * Its turns by round. A last round that has not all of its turns is left out: the median of fewer would be less sure than the
     * others.
     *
     * @return lists that are equally long
     */
    public List<List<Turn>> rounds() {
        List<List<Turn>> rounds = new ArrayList<>();
        for (int end = turnsPerRound; end <= turns.size(); end += turnsPerRound) {
            rounds.add(turns.subList(end - turnsPerRound, end));
        }
        return List.copyOf(rounds);
    }

    /**
     * A number over all rounds; that of a round is the median of its turns. Turns of one round share their processes, so that
     * only rounds are independent.
     *
     * @param value taken from each turn
     * @return its median and interval
     */
    public Interval interval(ToDoubleFunction<Turn> value) {
        return Interval.of(rounds().stream()
                .mapToDouble(round ->
                        Interval.of(round.stream().mapToDouble(value).toArray()).median())
                .toArray());
    }

    /**
     * A number over all rounds.
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
