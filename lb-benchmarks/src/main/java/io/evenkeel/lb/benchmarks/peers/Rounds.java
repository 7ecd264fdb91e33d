package io.evenkeel.lb.benchmarks.peers;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Peers;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import io.evenkeel.lb.benchmarks.peers.result.PeerResult;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import io.evenkeel.lb.benchmarks.peers.scenario.Bench;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenario;
import io.evenkeel.lb.benchmarks.peers.scenario.Seat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes turns: all peers of a scenario are started and warmed up, when all are warm each settles, then they take turns, so that a
 * change of the machine's pace meets all of them. A round has one turn of each peer, or several, A B C, B C A, C A B, where each
 * round starts all anew. The order rotates. Who answers with errors has no further turn.
 */
final class Rounds {

    private final Plan plan;
    private final Bench bench;
    private final Progress progress;
    private final Runnable backendCheck;

    /**
     * For all scenarios of a run.
     *
     * @param plan who takes part in what
     * @param bench what is measured with
     * @param progress is told of each step
     * @param backendCheck throws where the real server has ended; asked before a peer is blamed
     */
    Rounds(Plan plan, Bench bench, Progress progress, Runnable backendCheck) {
        this.plan = plan;
        this.bench = bench;
        this.progress = progress;
        this.backendCheck = backendCheck;
    }

    /** Measures one scenario. */
    ScenarioResult run(Plan.Entry entry) throws InterruptedException {
        Scenario scenario = entry.scenario();
        int perRound = plan.turnsPerRound(scenario);
        Map<String, List<Turn>> turns = new LinkedHashMap<>();
        Map<String, String> invalid = new LinkedHashMap<>();
        entry.peers().forEach(peer -> turns.put(peer.name(), new ArrayList<>()));
        Map<String, Seat> seats = new LinkedHashMap<>();
        try {
            for (int round = 0; round < plan.rounds(); round++) {
                if (round == 0 || plan.fresh()) {
                    close(seats);
                    prepare(scenario, rotated(entry.peers(), round), seats, invalid);
                }
                for (int turn = 0; turn < perRound; turn++) {
                    String label = scenario.name() + "  round " + (round + 1) + "/" + plan.rounds()
                            + (perRound == 1 ? "" : " turn " + (turn + 1) + "/" + perRound) + "  ";
                    for (Peer peer : rotated(entry.peers(), round * perRound + turn)) {
                        Seat seat = seats.get(peer.name());
                        if (seat == null || invalid.containsKey(peer.name())) {
                            progress.omitted(scenario.estimate(plan.turn()));
                        } else {
                            one(scenario, peer, seat, label + peer.name(), turns, invalid);
                        }
                    }
                }
            }
        } finally {
            close(seats);
        }
        List<PeerResult> results = new ArrayList<>();
        for (Peer peer : entry.peers()) {
            results.add(new PeerResult(
                    peer.name(),
                    peer.jvm(),
                    turns.getOrDefault(peer.name(), List.of()),
                    perRound,
                    invalid.getOrDefault(peer.name(), "")));
        }
        return new ScenarioResult(
                scenario.name(),
                scenario.question(),
                scenario.unit(),
                scenario.figures(),
                goals(entry),
                Peers.OURS,
                List.copyOf(results),
                entry.skipped());
    }

    /** Those that this run was asked about, also where a peer that was asked for is absent. */
    private static List<Goal> goals(Plan.Entry entry) {
        return entry.scenario().goals().stream()
                .filter(goal -> goal.peer() == null
                        || entry.skipped().containsKey(goal.peer())
                        || entry.peers().stream().anyMatch(peer -> peer.name().equals(goal.peer())))
                .toList();
    }

    /** The order rotates here too: who settles first rests longest before its first turn. */
    private void prepare(Scenario scenario, List<Peer> peers, Map<String, Seat> seats, Map<String, String> invalid)
            throws InterruptedException {
        warmUp(scenario, peers, seats, invalid);
        settle(scenario, peers, seats, invalid);
        Map<String, Seat> ready = new LinkedHashMap<>(seats);
        ready.keySet().removeAll(invalid.keySet());
        if (!ready.isEmpty()) {
            try {
                scenario.calibrate(ready, plan.turn().multipliedBy(plan.turnsPerRound(scenario)));
            } catch (IOException | UncheckedIOException e) {
                for (Peer peer : peers) {
                    invalid(scenario, peer, "cannot be calibrated: " + e.getMessage(), invalid);
                }
            }
        }
    }

    private void warmUp(Scenario scenario, List<Peer> peers, Map<String, Seat> seats, Map<String, String> invalid)
            throws InterruptedException {
        for (Peer peer : peers) {
            Duration planned = plan.warmUp(scenario, peer);
            if (invalid.containsKey(peer.name())) {
                progress.omitted(planned);
                continue;
            }
            progress.doing(scenario.name() + "  warming up " + peer.name());
            try {
                Seat seat = scenario.seat(peer, bench);
                seats.put(peer.name(), seat);
                seat.warmUp(scenario.warmUp(peer));
            } catch (IOException | UncheckedIOException e) {
                invalid(scenario, peer, "does not serve: " + e.getMessage(), invalid);
            }
            progress.done(scenario.name() + "  warmed up " + peer.name(), planned);
        }
    }

    /** Told only where it takes time. */
    private void settle(Scenario scenario, List<Peer> peers, Map<String, Seat> seats, Map<String, String> invalid)
            throws InterruptedException {
        for (Peer peer : peers) {
            Duration planned = plan.settling(scenario, peer);
            Seat seat = seats.get(peer.name());
            if (seat == null || invalid.containsKey(peer.name())) {
                progress.omitted(planned);
                continue;
            }
            boolean told = !planned.isZero();
            if (told) {
                progress.doing(scenario.name() + "  settling " + peer.name());
            }
            try {
                seat.settle();
            } catch (IOException | UncheckedIOException e) {
                invalid(scenario, peer, "does not serve: " + e.getMessage(), invalid);
            }
            if (told) {
                progress.done(scenario.name() + "  settled " + peer.name(), planned);
            }
        }
    }

    private void one(
            Scenario scenario,
            Peer peer,
            Seat seat,
            String label,
            Map<String, List<Turn>> turns,
            Map<String, String> invalid)
            throws InterruptedException {
        progress.doing(label);
        Duration planned = scenario.estimate(plan.turn());
        try {
            Turn turn = seat.turn(plan.turn());
            turns.computeIfAbsent(peer.name(), name -> new ArrayList<>()).add(turn);
            Figure figure = scenario.figures().get(0);
            progress.done(
                    String.format(
                            Locale.ROOT,
                            "%-46s %." + figure.decimals() + "f %s %s/%s",
                            label,
                            figure.of(turn),
                            figure.unit(),
                            figure.title(),
                            scenario.unit()),
                    planned);
            if (turn.errors() > 0) {
                invalid(scenario, peer, turn.errors() + " errors: " + turn.remark(), invalid);
            } else if (!turn.remark().isEmpty()) {
                progress.say(label + ": " + turn.remark());
            }
            if (turn.disturbed()) {
                progress.say(
                        String.format(Locale.ROOT, "%s: other processes used %.0f %% of a core", label, turn.others()));
            }
        } catch (IOException | UncheckedIOException e) {
            progress.done(label, planned);
            invalid(scenario, peer, "does not serve: " + e.getMessage(), invalid);
        }
    }

    private void invalid(Scenario scenario, Peer peer, String why, Map<String, String> invalid) {
        backendCheck.run();
        if (invalid.putIfAbsent(peer.name(), why) == null) {
            progress.say(scenario.name() + ": " + peer.name() + " is invalid: " + why);
        }
    }

    private static void close(Map<String, Seat> seats) {
        seats.values().forEach(Seat::close);
        seats.clear();
    }

    static List<Peer> rotated(List<Peer> peers, int round) {
        List<Peer> order = new ArrayList<>(peers);
        Collections.rotate(order, -round);
        return order;
    }
}
