package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Running;
import io.evenkeel.lb.benchmarks.peers.balancer.Setup;
import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.load.Probe;
import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.process.ProcessFigures;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Percentiles;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * From the start of a process to its first answer that came from the server, asked every few milliseconds; then what is
 * resident when nothing has happened for a while.
 */
final class StartScenario implements Scenario {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final Duration TURN = Duration.ofMillis(3500);
    private static final int PAUSE_MILLIS = 2;
    private static final double KIB_PER_MIB = 1024;

    private static final Figure FIRST_ANSWER = Figure.more("firstAnswerMillis", "time to first answer", "ms", 0);
    private static final Figure AT_REST = Figure.more("restMiB", "memory at rest", "MiB", 1);
    private static final Figure CPU =
            new Figure("cpuMillisPerStart", "CPU", "ms", 0, turn -> turn.cpu().totalMicros() / 1000.0);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String question() {
        return "from the start of the process to the first answer; resident memory " + REST.toSeconds()
                + " s later, a JVM's heap fixed at " + Setup.HEAP_MIB + " MiB";
    }

    @Override
    public String unit() {
        return "start";
    }

    @Override
    public Traffic traffic() {
        return Traffic.HTTP;
    }

    @Override
    public boolean admits(Peer peer) {
        return Who.HTTP.test(peer);
    }

    @Override
    public List<Figure> figures() {
        return List.of(FIRST_ANSWER, AT_REST, CPU);
    }

    @Override
    public Duration warmUp(Peer peer) {
        return Duration.ZERO;
    }

    @Override
    public boolean startsInEachTurn() {
        return true;
    }

    @Override
    public Duration estimate(Duration asked) {
        return TURN;
    }

    @Override
    public Seat seat(Peer peer, Bench bench) throws IOException {
        Path folder = bench.folder(this, peer.name());
        return new FreshSeat() {
            @Override
            public Turn turn(Duration time) throws IOException, InterruptedException {
                int server = bench.backend().port();
                Probe.get(
                        server, Backend.SMALL); // what this program loads for its first request is not the peer's time
                Setup setup = Setup.of(Traffic.HTTP, bench.ports().take(), server);
                long begun = System.nanoTime();
                try (Running running = peer.start(setup, folder)) {
                    awaitAnswer(setup.port(), begun);
                    double seconds = (System.nanoTime() - begun) / 1e9;
                    return rested(running, seconds);
                }
            }
        };
    }

    private static void awaitAnswer(int port, long begun) throws IOException, InterruptedException {
        while (true) {
            try {
                Probe.get(port, Backend.SMALL);
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() - begun > LIMIT.toNanos()) {
                    throw notYet;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static Turn rested(Running running, double seconds) throws InterruptedException {
        ProcessFigures started = running.figures();
        Thread.sleep(REST.toMillis());
        double resident = running.figures().rssKiB() / KIB_PER_MIB;
        return new Turn(
                1,
                1,
                0,
                seconds,
                started.cpu(),
                started.loopCpu(),
                resident,
                Percentiles.NONE,
                Map.of(FIRST_ANSWER.key(), seconds * 1000, AT_REST.key(), resident),
                "");
    }
}
