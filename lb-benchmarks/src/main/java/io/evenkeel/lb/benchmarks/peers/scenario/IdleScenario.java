package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Running;
import io.evenkeel.lb.benchmarks.peers.balancer.Setup;
import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.load.IdleConnections;
import io.evenkeel.lb.benchmarks.peers.load.Load;
import io.evenkeel.lb.benchmarks.peers.load.Wrk;
import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.process.LiveMemory;
import io.evenkeel.lb.benchmarks.peers.process.ProcessFigures;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import io.evenkeel.lb.benchmarks.peers.result.Percentiles;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an idle proxied TCP connection costs in memory. A new process for each turn, as none gives back what it once took: it
 * serves a little, so that what is loaded lazily is there; then its memory is read, without the connections and with them, each
 * of which has carried a request and its answer. The kernel's share is not in it.
 */
final class IdleScenario implements Scenario {

    /** Each takes a descriptor here, two in the balancer, and one in the server, of the 20,000 that a process may have. */
    private static final int CONNECTIONS = 4000;

    private static final int SOME_CONNECTIONS = 64;
    /** What a JVM compiles and loads later than this counts as if connections held it. */
    private static final Duration SERVED_BY_JVM = Duration.ofSeconds(10);

    private static final Duration SERVED = Duration.ofSeconds(1);
    /** Of one that is a JVM and of one that is not, the mean. */
    private static final Duration TURN = Duration.ofSeconds(20);

    private static final double KIB_PER_MIB = 1024;
    private static final double GOAL_KIB = 4;

    private static final Figure PER_CONNECTION = Figure.more("idleKiB", "memory per connection", "KiB", 2);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String question() {
        return "memory per idle TCP connection, " + CONNECTIONS + " of them, each has carried a request and its answer;"
                + " in a JVM resident memory outside of the heap and what a collection leaves in the fixed heap";
    }

    @Override
    public String unit() {
        return "connection";
    }

    @Override
    public Traffic traffic() {
        return Traffic.TCP;
    }

    @Override
    public boolean admits(Peer peer) {
        return Who.TCP.test(peer);
    }

    @Override
    public List<Figure> figures() {
        return List.of(PER_CONNECTION);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.own(PER_CONNECTION, GOAL_KIB));
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
                Setup setup = Setup.of(
                                Traffic.TCP,
                                bench.ports().take(),
                                bench.backend().port())
                        .withHeapTouched();
                Load load = new Wrk(Backend.SMALL, SOME_CONNECTIONS, false, 0);
                try (ServedSeat seat = ServedSeat.start(peer, setup, folder, load)) {
                    seat.warmUp(peer.jvm() ? SERVED_BY_JVM : SERVED);
                    seat.settle();
                    return measure(seat.running());
                }
            }
        };
    }

    private static Turn measure(Running running) throws IOException, InterruptedException {
        LiveMemory without = Memory.live(running);
        try (IdleConnections connections = new IdleConnections()) {
            ProcessFigures before = running.figures();
            long begun = System.nanoTime();
            connections.open(running.setup().port(), CONNECTIONS);
            long failed = connections.exchange();
            double seconds = (System.nanoTime() - begun) / 1e9;
            ProcessFigures after = running.figures();
            LiveMemory with = Memory.live(running);
            long lost = connections.exchange();
            return new Turn(
                    CONNECTIONS,
                    CONNECTIONS,
                    failed + lost,
                    seconds,
                    after.cpu().minus(before.cpu()),
                    after.loopCpu().minus(before.loopCpu()),
                    running.figures().rssKiB() / KIB_PER_MIB,
                    Percentiles.NONE,
                    Map.of(
                            PER_CONNECTION.key(),
                            (with.totalKiB() - without.totalKiB()) / CONNECTIONS,
                            "idleHeapKiB",
                            (with.heapKiB() - without.heapKiB()) / CONNECTIONS),
                    failed + lost == 0 ? "" : failed + " connections did not carry data, " + lost + " not to the end");
        }
    }
}
