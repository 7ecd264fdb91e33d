package io.evenkeel.lb.benchmarks.peers;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who takes part in what, for how long.
 *
 * @param entries the scenarios in their order
 * @param turn how long a turn shall be
 * @param rounds how many there are
 * @param turnsPerRound how many turns each peer has in a round, unless the scenario starts a process in each turn
 * @param fresh whether each round starts all processes anew
 */
record Plan(List<Entry> entries, Duration turn, int rounds, int turnsPerRound, boolean fresh) {

    /**
     * Short ones that take turns often follow a machine whose pace changes within seconds, and their median lets one go that was
     * disturbed. Without {@code --fresh} more rounds do the same.
     */
    static final int TURNS_PER_FRESH_ROUND = 5;

    private static final Duration JVM_START = Duration.ofMillis(1500);
    /** What a JVM needs when all are warm until its compiler rests; found by trying. */
    private static final Duration SETTLING = Duration.ofSeconds(7);

    private static final Duration START = Duration.ofMillis(300);

    /**
     * A scenario of the plan.
     *
     * @param scenario which
     * @param peers who takes part
     * @param skipped why others do not, by name
     */
    record Entry(Scenario scenario, List<Peer> peers, Map<String, String> skipped) {}

    /** Asks the matrix, and each peer whether it can. What a peer is measured in a round is shared among its turns there. */
    static Plan of(List<Scenario> scenarios, List<Peer> peers, Duration perRound, int rounds, boolean fresh) {
        List<Entry> entries = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            List<Peer> present = new ArrayList<>();
            Map<String, String> skipped = new LinkedHashMap<>();
            for (Peer peer : peers) {
                if (scenario.admits(peer)) {
                    Optional<String> missing = peer.missing(scenario.traffic());
                    missing.ifPresentOrElse(why -> skipped.put(peer.name(), why), () -> present.add(peer));
                }
            }
            entries.add(new Entry(scenario, present, skipped));
        }
        int turns = fresh ? TURNS_PER_FRESH_ROUND : 1;
        return new Plan(List.copyOf(entries), share(perRound, turns), rounds, turns, fresh);
    }

    /** In whole seconds, because the load generators know no others. */
    private static Duration share(Duration perRound, int turns) {
        return Duration.ofSeconds(Math.max(1, Math.round(perRound.toSeconds() / (double) turns)));
    }

    /** How many turns each peer has in a round of a scenario. */
    int turnsPerRound(Scenario scenario) {
        return scenario.startsInEachTurn() ? 1 : turnsPerRound;
    }

    /** How long all will take. */
    Duration total() {
        Duration sum = Duration.ZERO;
        for (Entry entry : entries) {
            for (Peer peer : entry.peers()) {
                sum = sum.plus(preparation(entry.scenario(), peer).multipliedBy(fresh ? rounds : 1));
                sum = sum.plus(
                        entry.scenario().estimate(turn).multipliedBy((long) rounds * turnsPerRound(entry.scenario())));
            }
        }
        return sum;
    }

    /** How long a peer's start, its warm-up and its settling take. */
    Duration preparation(Scenario scenario, Peer peer) {
        return warmUp(scenario, peer).plus(settling(scenario, peer));
    }

    /** How long a peer's start and warm-up take: the first pass. */
    Duration warmUp(Scenario scenario, Peer peer) {
        return scenario.warmUp(peer).plus(peer.jvm() ? JVM_START : START);
    }

    /** How long a peer takes to settle: the second pass. Zero where nothing is compiled, or nothing was warmed up. */
    Duration settling(Scenario scenario, Peer peer) {
        return peer.jvm() && !scenario.warmUp(peer).isZero() ? SETTLING : Duration.ZERO;
    }
}
