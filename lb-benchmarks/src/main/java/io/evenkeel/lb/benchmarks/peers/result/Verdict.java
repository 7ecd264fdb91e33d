package io.evenkeel.lb.benchmarks.peers.result;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether a goal is reached: only the whole interval decides.
 *
 * @param outcome the decision
 * @param text the line of the report
 */
public record Verdict(Outcome outcome, String text) {

    /** How it stands. */
    public enum Outcome {
        /** The whole interval is within the goal. */
        MET,
        /** The whole interval is beyond it. */
        MISSED,
        /** The goal is within the interval. */
        UNDECIDED,
        /** Ours or the peer did not take part, or is invalid. */
        NOT_MEASURED;

        /**
         * For the report.
         *
         * @return in lower case
         */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Judges a goal.
     *
     * @param goal what was to be reached
     * @param result what was measured
     * @return the verdict
     */
    public static Verdict of(Goal goal, ScenarioResult result) {
        String peer = goal.peer();
        Figure figure = goal.figure();
        String what = result.name() + " " + figure.title()
                + (peer == null
                        ? String.format(Locale.ROOT, " ≤ %.2f %s", goal.atMost(), figure.unit())
                        : String.format(Locale.ROOT, " ≤ %.2f of %s", goal.atMost(), peer));
        Optional<Interval> measured = peer == null
                ? result.peer(result.ours())
                        .filter(PeerResult::valid)
                        .map(ours -> ours.interval(figure.value()))
                        .filter(interval -> interval.samples() > 0)
                : result.ratio(figure, peer);
        if (measured.isEmpty()) {
            return new Verdict(Outcome.NOT_MEASURED, what + ": " + Outcome.NOT_MEASURED.label());
        }
        Interval interval = measured.get();
        Outcome outcome = Outcome.UNDECIDED;
        if (interval.high() <= goal.atMost()) {
            outcome = Outcome.MET;
        } else if (interval.low() > goal.atMost()) {
            outcome = Outcome.MISSED;
        }
        return new Verdict(outcome, what + ": " + outcome.label() + ", " + text(interval));
    }

    /**
     * A median with its interval.
     *
     * @param interval any
     * @return such as {@code 0.934 [0.921, 0.948] (96 %, 9 rounds)}
     */
    public static String text(Interval interval) {
        return String.format(
                Locale.ROOT,
                "%.3f [%.3f, %.3f] (%.0f %%, %d %s)",
                interval.median(),
                interval.low(),
                interval.high(),
                interval.coverage() * 100,
                interval.samples(),
                interval.samples() == 1 ? "round" : "rounds");
    }
}
