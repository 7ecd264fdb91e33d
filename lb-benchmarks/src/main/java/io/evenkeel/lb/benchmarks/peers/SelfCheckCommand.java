package io.evenkeel.lb.benchmarks.peers;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Peers;
import io.evenkeel.lb.benchmarks.peers.report.Report;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Interval;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import io.evenkeel.lb.benchmarks.peers.result.Verdict;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenario;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the comparison can be trusted: it must find 5 µs more per request, and nothing where there is nothing. */
@Command(
        name = "self-check",
        sortOptions = false,
        description = "Whether 5 µs more per request are told apart, and the same balancer is not. Ends with 1 if not.")
final class SelfCheckCommand implements Callable<Integer> {

    private static final String SCENARIO = "http-1k";
    /** The fewest but one that give 95 %: the interval is the whole range, 98 %. Each costs more than a minute. */
    private static final int ROUNDS = 7;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(names = "--help", usageHelp = true, description = "This.")
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = Main.root();
        List<Scenario> scenario = Arguments.named("scenario", List.of(SCENARIO), Scenarios.all(), Scenario::group);
        List<Peer> peers =
                Arguments.named("peers", List.of(Peers.OURS, Peers.SAME, Peers.BURN), Peers.all(root), Peer::name);
        Plan plan = Plan.of(scenario, peers, options.perRound(), options.rounds(ROUNDS), true);
        Path out = options.out(root);
        String command =
                Main.command(spec.commandLine().getParent().getParseResult().originalArgs());
        Report report = new Session(plan, out).run(command);
        report.write(out);
        ScenarioResult result = report.results().get(0);
        report.print(System.out);
        boolean same = check(result, Peers.SAME, false);
        boolean burn = check(result, Peers.BURN, true);
        return same && burn ? 0 : Main.FAILED;
    }

    private static boolean check(ScenarioResult result, String peer, boolean wanted) {
        Optional<Interval> ratio = result.ratio(Figure.CPU_PER_UNIT, peer);
        if (ratio.isEmpty()) {
            System.out.println("FAILED " + peer + ": not measured");
            return false;
        }
        boolean apart = !ratio.get().contains(1);
        System.out.println((apart == wanted ? "ok     " : "FAILED ") + "evenkeel ÷ " + peer + " "
                + (apart ? "is told apart: " : "is not told apart: ") + Verdict.text(ratio.get()));
        return apart == wanted;
    }
}
