package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Setup;
import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.load.Wrk;
import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How the cost of a request, and memory, grow with the configuration. All servers are one process under many addresses; they are
 * not checked, or the checks' cost would be in it. Of many services the first has the load, the others only exist.
 *
 * @param name its name
 * @param services how many
 * @param servers how many each service has
 */
record ScaleScenario(String name, int services, int servers) implements Scenario {

    private static final int CONNECTIONS = 64;
    private static final Duration COLLECTION = Duration.ofSeconds(3);
    private static final double KIB_PER_MIB = 1024;

    private static final Figure MEMORY = Figure.more("liveMiB", "memory", "MiB", 1);

    static ScaleScenario servers(int count) {
        return new ScaleScenario("scale/servers=" + count, 1, count);
    }

    static ScaleScenario services(int count) {
        return new ScaleScenario("scale/services=" + count, count, 1);
    }

    @Override
    public String question() {
        return "answers of 1 KiB, " + CONNECTIONS + " connections kept alive, " + number(services, "service") + " with "
                + number(servers, "server") + ", unchecked; memory as in idle";
    }

    private static String number(int count, String what) {
        return count == 1 ? "one " + what : count + " " + what + "s";
    }

    @Override
    public String unit() {
        return "request";
    }

    @Override
    public Traffic traffic() {
        return Traffic.HTTP;
    }

    @Override
    public boolean admits(Peer peer) {
        return (services == 1 ? Who.SERVERS : Who.SERVICES).test(peer);
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.CPU_PER_UNIT, MEMORY);
    }

    @Override
    public Duration estimate(Duration asked) {
        return asked.plus(COLLECTION);
    }

    @Override
    public Seat seat(Peer peer, Bench bench) throws IOException, InterruptedException {
        List<String> addresses = servers == 1
                ? List.of("127.0.0.1:" + bench.backend().port())
                : bench.backend().servers(servers);
        Setup setup = Setup.of(Traffic.HTTP, 0, 0)
                .serving(bench.ports().take(services), addresses)
                .withHeapTouched()
                .unchecked();
        ServedSeat seat = ServedSeat.start(
                peer, setup, bench.folder(this, peer.name()), new Wrk(Backend.SMALL, CONNECTIONS, true, 0));
        return new Weighed(seat);
    }

    /** Each turn ends with a look at the memory. */
    private record Weighed(ServedSeat seat) implements Seat {

        @Override
        public void warmUp(Duration time) throws IOException, InterruptedException {
            seat.warmUp(time);
        }

        @Override
        public void settle() throws IOException, InterruptedException {
            seat.settle();
        }

        @Override
        public Turn turn(Duration time) throws IOException, InterruptedException {
            Turn turn = seat.turn(time);
            return turn.with(MEMORY.key(), Memory.live(seat.running()).totalKiB() / KIB_PER_MIB);
        }

        @Override
        public void close() {
            seat.close();
        }
    }
}
