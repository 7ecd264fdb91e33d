package io.evenkeel.lb.benchmarks.peers;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Peers;
import io.evenkeel.lb.benchmarks.peers.report.Report;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenario;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures scenarios with peers, and reports. */
@Command(
        name = "peers",
        sortOptions = false,
        description = "Measures peers side by side, and writes report.md, results.json and plots.")
final class PeersCommand implements Callable<Integer> {

    private static final int ROUNDS = 3;

    @Option(
            names = "--scenario",
            arity = "1..*",
            split = ",",
            paramLabel = "NAME",
            description = "Default all; a wrong name lists them.")
    private List<String> scenarios = List.of();

    @Option(
            names = "--peers",
            arity = "1..*",
            split = ",",
            paramLabel = "NAME",
            description = "Default all that are installed; a wrong name lists them. Ratios need evenkeel among them.")
    private List<String> peers = List.of();

    @Option(
            names = "--before",
            paramLabel = "DIR",
            description =
                    "Another checkout of this repository, an earlier state; it is built where that is needed, and joins the"
                            + " peers, whichever are named, as evenkeel-before.")
    private @Nullable Path before;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(names = "--help", usageHelp = true, description = "This.")
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = Main.root();
        List<Scenario> chosen = scenarios.isEmpty()
                ? Scenarios.all()
                : Arguments.named("scenario", scenarios, Scenarios.all(), Scenario::group);
        Duration perRound = options.perRound();
        int rounds = options.rounds(ROUNDS);
        Plan plan = Plan.of(chosen, peers(root), perRound, rounds, options.fresh);
        Path out = options.out(root);
        String command =
                Main.command(spec.commandLine().getParent().getParseResult().originalArgs());
        Report report = new Session(plan, out).run(command);
        report.write(out);
        report.print(System.out);
        System.out.println("\n" + out.resolve(Report.FILE));
        return 0;
    }

    /** Those that are named, or all; and the earlier state of ours. */
    List<Peer> peers(Path root) throws IOException, InterruptedException {
        List<Peer> present = new ArrayList<>(
                peers.isEmpty() ? Peers.regular(root) : Arguments.named("peers", peers, Peers.all(root), Peer::name));
        if (before != null) {
            present.add(Peers.before(before));
        }
        return present;
    }
}
