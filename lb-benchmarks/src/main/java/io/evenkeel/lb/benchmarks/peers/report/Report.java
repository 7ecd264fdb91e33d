package io.evenkeel.lb.benchmarks.peers.report;

import io.evenkeel.lb.benchmarks.peers.result.Goal;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import io.evenkeel.lb.benchmarks.peers.result.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run leaves behind.
 *
 * @param command how it was started
 * @param machine facts by name
 * @param versions of the peers by name
 * @param skipped why peers did not take part, by name
 * @param results one per scenario
 * @param took how long all took
 * @param turn how long a turn was
 * @param rounds how many there were
 * @param turnsPerRound how many turns each peer had in a round; one where a scenario starts a process in each turn
 */
public record Report(
        String command,
        Map<String, String> machine,
        Map<String, String> versions,
        Map<String, String> skipped,
        List<ScenarioResult> results,
        Duration took,
        Duration turn,
        int rounds,
        int turnsPerRound) {

    /** The report for people. */
    public static final String FILE = "report.md";

    /** The report for programs. */
    public static final String RESULTS = "results.json";

    /**
     * How much is measured.
     *
     * @param rounds how many there are
     * @param turnsPerRound how many turns each peer has in a round
     * @param turn how long one is
     * @return such as {@code 7 rounds of 5 turns of 1 s}
     */
    public static String rounds(int rounds, int turnsPerRound, Duration turn) {
        return rounds + (rounds == 1 ? " round of " : " rounds of ")
                + (turnsPerRound == 1 ? "" : turnsPerRound + " turns of ") + turn.toSeconds() + " s";
    }

    /**
     * Writes all of it.
     *
     * @param directory exists
     * @throws IOException when a file cannot be written
     */
    public void write(Path directory) throws IOException {
        Files.write(directory.resolve(RESULTS), ResultsJson.of(this));
        List<Plots.Plot> plots = Plots.write(results, directory);
        Files.writeString(directory.resolve(FILE), Markdown.of(this, plots));
    }

    /**
     * Shows tables and verdicts.
     *
     * @param out where
     */
    public void print(PrintStream out) {
        for (ScenarioResult result : results) {
            out.print("\n" + Markdown.scenario(result));
        }
        List<Verdict> verdicts = verdicts();
        if (!verdicts.isEmpty()) {
            out.println();
            verdicts.forEach(verdict -> out.println(verdict.text()));
        }
    }

    /**
     * Judges all goals of the scenarios that were run.
     *
     * @return in the order of the scenarios
     */
    public List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (ScenarioResult result : results) {
            for (Goal goal : result.goals()) {
                verdicts.add(Verdict.of(goal, result));
            }
        }
        return verdicts;
    }
}
