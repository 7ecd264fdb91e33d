package io.evenkeel.lb.benchmarks.peers;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.process.Machine;
import io.evenkeel.lb.benchmarks.peers.process.Ports;
import io.evenkeel.lb.benchmarks.peers.process.Programs;
import io.evenkeel.lb.benchmarks.peers.report.Report;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import io.evenkeel.lb.benchmarks.peers.scenario.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run: what it needs is there, the backend is started, and each scenario has its rounds. */
final class Session {

    private static final List<String> NEEDED = List.of("taskset", "nginx", "wrk", "h2load");
    private static final int CORES = 2;

    private final Plan plan;
    private final Path out;

    Session(Plan plan, Path out) {
        this.plan = plan;
        this.out = out;
    }

    /** Measures all of the plan. */
    Report run(String command) throws IOException, InterruptedException {
        List<String> missing =
                NEEDED.stream().filter(name -> !Programs.installed(name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("not installed: " + String.join(", ", missing)
                    + "; on Debian: apt-get install util-linux nginx libnginx-mod-stream wrk nghttp2-client haproxy");
        }
        if (Machine.cores() < CORES) {
            throw new IllegalStateException("two cores are needed, one for the balancer alone");
        }
        Files.createDirectories(out);
        Progress progress = new Progress(System.err, Main.terminal(), plan.total(), System::nanoTime);
        Map<String, String> versions = new LinkedHashMap<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        for (Plan.Entry entry : plan.entries()) {
            for (Peer peer : entry.peers()) {
                versions.computeIfAbsent(peer.name(), name -> peer.version());
            }
            entry.skipped().forEach((peer, why) -> {
                if (!why.equals(skipped.put(peer, why))) {
                    progress.say("skipped: " + peer + ", because " + why);
                }
            });
        }
        progress.say("estimate: " + Progress.text(plan.total()) + " for "
                + plan.entries().size() + " scenarios, "
                + Report.rounds(plan.rounds(), plan.turnsPerRound(), plan.turn()));
        long begun = System.nanoTime();
        List<ScenarioResult> results = new ArrayList<>();
        Ports ports = new Ports();
        try (Backend backend = Backend.start(out, ports)) {
            Rounds rounds = new Rounds(
                    plan, new Bench(out.toAbsolutePath(), backend, ports), progress, backend::requireRunning);
            for (Plan.Entry entry : plan.entries()) {
                if (!entry.peers().isEmpty()) {
                    results.add(rounds.run(entry));
                }
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        progress.say("done in " + Progress.text(took));
        return new Report(
                command,
                Machine.facts(),
                versions,
                skipped,
                results,
                took,
                plan.turn(),
                plan.rounds(),
                plan.turnsPerRound());
    }
}
