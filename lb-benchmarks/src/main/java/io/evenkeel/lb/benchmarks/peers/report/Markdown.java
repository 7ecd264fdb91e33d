package io.evenkeel.lb.benchmarks.peers.report;

import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Interval;
import io.evenkeel.lb.benchmarks.peers.result.PeerResult;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import io.evenkeel.lb.benchmarks.peers.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Writes report.md. */
final class Markdown {

    private static final String NONE = "–";

    private Markdown() {}

    /** The whole report. */
    static String of(Report report, List<Plots.Plot> plots) {
        StringBuilder text = new StringBuilder("# Comparison of load balancers\n\n");
        text.append("    ").append(report.command()).append("\n\n");
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s for each peer; the run took %d min %d s. The balancer had a core for itself, load generator and"
                                + " real server shared the other. CPU is that of the balancer's process, read from the operating system"
                                + " before and after each turn; the whole process counts, compilation and collection of a JVM too. Figures"
                                + " are medians over the rounds. Intervals are those of the median (sign test) with 95 %% where there are six"
                                + " rounds or more, otherwise the whole range; ratios are formed %s.%n%n",
                        Report.rounds(report.rounds(), report.turnsPerRound(), report.turn()),
                        report.took().toMinutes(),
                        report.took().toSecondsPart(),
                        report.turnsPerRound() == 1
                                ? "round by round"
                                : "turn by turn. Each round began with new processes; what a figure or a ratio is in a round is the"
                                        + " median of the round's turns. Where each turn is a process of its own a round has one"));
        verdicts(report, text);
        for (ScenarioResult result : report.results()) {
            text.append("## ").append(result.name()).append("\n\n");
            text.append(scenario(result)).append('\n');
            plots.stream()
                    .filter(plot -> plot.scenario().equals(result.name()))
                    .forEach(plot -> text.append("![")
                            .append(plot.title())
                            .append("](")
                            .append(plot.file())
                            .append(")\n\n"));
        }
        machine(report, text);
        return text.toString();
    }

    private static void verdicts(Report report, StringBuilder text) {
        List<Verdict> verdicts = report.verdicts();
        if (verdicts.isEmpty()) {
            return;
        }
        text.append("## Goals\n\n");
        verdicts.forEach(verdict -> text.append("- ").append(verdict.text()).append('\n'));
        text.append('\n');
    }

    private static void machine(Report report, StringBuilder text) {
        text.append("## What took part\n\n");
        report.versions()
                .forEach((peer, version) -> text.append("- ")
                        .append(peer)
                        .append(": ")
                        .append(version)
                        .append('\n'));
        report.skipped()
                .forEach((peer, why) -> text.append("- ")
                        .append(peer)
                        .append(": skipped, because ")
                        .append(why)
                        .append('\n'));
        text.append("\n## Machine\n\n");
        report.machine()
                .forEach((name, fact) ->
                        text.append("- ").append(name).append(": ").append(fact).append('\n'));
    }

    /** One scenario: what was done, its table, and who is invalid. */
    static String scenario(ScenarioResult result) {
        Figure cpu = result.cpuFigure();
        List<Figure> more =
                result.figures().stream().filter(figure -> !figure.cpu()).toList();
        List<String> header = new ArrayList<>(List.of(
                result.name(),
                cpu.unit() + " CPU/" + result.unit(),
                "interval",
                "user",
                "system",
                "loops' share",
                "ours ÷ peer",
                "interval"));
        for (Figure figure : more) {
            header.add(figure.title() + " " + figure.unit());
            header.add("ours ÷ peer");
        }
        header.addAll(List.of("per second", "p50 µs", "p99 µs", "p99.9 µs", "MiB resident"));
        Table table = new Table(header.toArray(String[]::new));
        for (PeerResult peer : result.peers()) {
            table.row(peer.valid() ? row(result, peer, cpu, more) : invalid(peer, header.size()));
        }
        StringBuilder text = new StringBuilder();
        text.append(result.name())
                .append(": ")
                .append(result.question())
                .append("\n\n")
                .append(table);
        List<String> notes = notes(result);
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    private static List<String> notes(ScenarioResult result) {
        List<String> notes = new ArrayList<>();
        result.skipped().forEach((peer, why) -> notes.add(peer + " was skipped: " + why));
        for (PeerResult peer : result.peers()) {
            if (!peer.valid()) {
                notes.add(peer.peer() + " is invalid: " + peer.invalid());
                continue;
            }
            peer.turns().stream()
                    .map(Turn::remark)
                    .filter(remark -> !remark.isEmpty())
                    .distinct()
                    .forEach(remark -> notes.add(peer.peer() + ": " + remark));
            long disturbed = peer.turns().stream().filter(Turn::disturbed).count();
            if (disturbed > 0) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%s: in %d of %d turns other processes used up to %.0f %% of a core",
                        peer.peer(),
                        disturbed,
                        peer.turns().size(),
                        peer.turns().stream().mapToDouble(Turn::others).max().orElse(0)));
            }
        }
        return notes;
    }

    private static List<String> invalid(PeerResult peer, int columns) {
        List<String> cells = new ArrayList<>(List.of(peer.peer(), "INVALID"));
        while (cells.size() < columns) {
            cells.add(NONE);
        }
        return cells;
    }

    private static List<String> row(ScenarioResult result, PeerResult peer, Figure cpu, List<Figure> more) {
        Interval total = peer.interval(cpu.value());
        int decimals = cpu.decimals();
        List<String> cells = new ArrayList<>(List.of(
                peer.peer(),
                number(total.median(), decimals),
                interval(total, decimals),
                number(peer.median(turn -> turn.cpu().userMicros() / turn.units() / cpu.micros()), decimals),
                number(peer.median(turn -> turn.cpu().systemMicros() / turn.units() / cpu.micros()), decimals),
                peer.jvm()
                        ? number(
                                        peer.median(turn -> 100.0
                                                * turn.loopCpu().totalMicros()
                                                / turn.cpu().totalMicros()),
                                        0)
                                + " %"
                        : NONE));
        Optional<Interval> ratio = result.ratio(cpu, peer.peer());
        cells.add(ratio.map(value -> number(value.median(), 3)).orElse(NONE));
        cells.add(ratio.map(value -> interval(value, 3)).orElse(NONE));
        for (Figure figure : more) {
            cells.add(number(peer.median(figure.value()), figure.decimals()));
            cells.add(result.ratio(figure, peer.peer())
                    .map(value -> number(value.median(), 2) + " " + interval(value, 2))
                    .orElse(NONE));
        }
        cells.add(number(peer.median(Turn::rate), peer.median(Turn::rate) < 100 ? 1 : 0));
        ToDoubleFunction<Turn> p50 = turn -> turn.latency().p50();
        cells.add(number(peer.median(p50), 0));
        cells.add(number(peer.median(turn -> turn.latency().p99()), 0));
        cells.add(number(peer.median(turn -> turn.latency().p999()), 0));
        cells.add(number(peer.median(Turn::rssMiB), 1));
        return cells;
    }

    private static String number(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : NONE;
    }

    private static String interval(Interval interval, int decimals) {
        return interval.samples() == 0
                ? NONE
                : "[" + number(interval.low(), decimals) + ", " + number(interval.high(), decimals) + "]";
    }
}
