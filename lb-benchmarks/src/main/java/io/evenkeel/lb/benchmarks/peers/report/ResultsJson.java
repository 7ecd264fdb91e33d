package io.evenkeel.lb.benchmarks.peers.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import io.evenkeel.lb.benchmarks.peers.result.Interval;
import io.evenkeel.lb.benchmarks.peers.result.PeerResult;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import io.evenkeel.lb.benchmarks.peers.result.Verdict;

/**
 * Writes results.json: medians over the rounds, the ratios with their intervals, and each turn, round after round. Where a scenario
 * has a unit of its own, what is said to be per request is per unit. Absent numbers are null.
 */
final class ResultsJson {

    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ResultsJson() {}

    static byte[] of(Report report) throws JsonProcessingException {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", VERSION);
        root.put("command", report.command());
        root.put("rounds", report.rounds());
        root.put("turnsPerRound", report.turnsPerRound());
        root.put("secondsPerTurn", report.turn().toSeconds());
        ObjectNode machine = root.putObject("machine");
        report.machine().forEach(machine::put);
        ObjectNode versions = root.putObject("versions");
        report.versions().forEach(versions::put);
        ObjectNode skipped = root.putObject("skipped");
        report.skipped().forEach(skipped::put);
        ObjectNode scenarios = root.putObject("scenarios");
        report.results().forEach(result -> scenario(result, scenarios.putObject(result.name())));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static void scenario(ScenarioResult result, ObjectNode node) {
        node.put("question", result.question());
        node.put("unit", result.unit());
        ObjectNode skipped = node.putObject("skipped");
        result.skipped().forEach(skipped::put);
        ObjectNode peers = node.putObject("peers");
        ObjectNode ratios = node.putObject("ratios");
        for (PeerResult peer : result.peers()) {
            peer(peer, peers.putObject(peer.peer()));
            result.ratio(result.cpuFigure(), peer.peer())
                    .ifPresent(ratio -> interval(ratio, ratios.putObject(peer.peer())));
        }
        ObjectNode figures = node.putObject("figures");
        for (Figure figure : result.figures()) {
            ObjectNode one = figures.putObject(figure.key());
            one.put("unit", figure.unit());
            ObjectNode own = one.putObject("peers");
            ObjectNode compared = one.putObject("ratios");
            for (PeerResult peer : result.peers()) {
                if (peer.valid()) {
                    interval(peer.interval(figure.value()), own.putObject(peer.peer()));
                }
                result.ratio(figure, peer.peer()).ifPresent(ratio -> interval(ratio, compared.putObject(peer.peer())));
            }
        }
        ArrayNode verdicts = node.putArray("verdicts");
        for (Goal goal : result.goals()) {
            Verdict verdict = Verdict.of(goal, result);
            verdicts.addObject().put("outcome", verdict.outcome().label()).put("text", verdict.text());
        }
    }

    private static void peer(PeerResult peer, ObjectNode node) {
        node.put("valid", peer.valid());
        if (!peer.valid()) {
            node.put("invalid", peer.invalid());
        }
        node.put("errors", peer.errors());
        if (peer.valid()) {
            node.put("requests", Math.round(peer.median(Turn::requests)));
            number(node, "rps", peer.median(Turn::rate));
            number(
                    node,
                    "cpuUserMicrosPerRequest",
                    peer.median(turn -> turn.cpu().userMicros() / turn.units()));
            number(
                    node,
                    "cpuSystemMicrosPerRequest",
                    peer.median(turn -> turn.cpu().systemMicros() / turn.units()));
            number(node, "p50Micros", peer.median(turn -> turn.latency().p50()));
            number(node, "p99Micros", peer.median(turn -> turn.latency().p99()));
            number(node, "p999Micros", peer.median(turn -> turn.latency().p999()));
            number(node, "rssMiB", peer.median(Turn::rssMiB));
        }
        node.put("turnsPerRound", peer.turnsPerRound());
        ArrayNode turns = node.putArray("turns");
        peer.turns().forEach(turn -> turn(turn, turns.addObject()));
    }

    private static void turn(Turn turn, ObjectNode node) {
        node.put("requests", turn.requests());
        number(node, "units", turn.units());
        node.put("errors", turn.errors());
        number(node, "seconds", turn.seconds());
        node.put("cpuUserMicros", turn.cpu().userMicros());
        node.put("cpuSystemMicros", turn.cpu().systemMicros());
        node.put("loopsCpuMicros", turn.loopCpu().totalMicros());
        number(node, "p50Micros", turn.latency().p50());
        number(node, "p90Micros", turn.latency().p90());
        number(node, "p99Micros", turn.latency().p99());
        number(node, "p999Micros", turn.latency().p999());
        number(node, "maxMicros", turn.latency().max());
        number(node, "rssMiB", turn.rssMiB());
        turn.more().forEach((key, value) -> number(node, key, value));
        if (!turn.remark().isEmpty()) {
            node.put("remark", turn.remark());
        }
    }

    private static void interval(Interval interval, ObjectNode node) {
        number(node, "median", interval.median());
        number(node, "low", interval.low());
        number(node, "high", interval.high());
        number(node, "coverage", interval.coverage());
        node.put("rounds", interval.samples());
    }

    /** JSON has no word for what is not a number. */
    private static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, Math.round(value * 1e4) / 1e4);
        } else {
            node.putNull(key);
        }
    }
}
