package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Peers;
import io.evenkeel.lb.benchmarks.peers.balancer.Setup;
import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.load.H2load;
import io.evenkeel.lb.benchmarks.peers.load.Load;
import io.evenkeel.lb.benchmarks.peers.load.LoadResult;
import io.evenkeel.lb.benchmarks.peers.load.Wrk;
import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How long requests take at a rate that is equal for all: half of what the reference bears in a closed loop, as it is found
 * before the first turn. The reference is HAProxy; where it does not take part, ours.
 */
final class LatencyScenario implements Scenario {

    private static final String REFERENCE = "haproxy";
    private static final int CONNECTIONS = 64;
    private static final double SHARE = 0.5;

    private static final Load FULL = new Wrk(Backend.SMALL, CONNECTIONS, true, 0);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String question() {
        return "answers of 1 KiB at a fixed rate, half of what HAProxy bears, 64 connections";
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
        return Who.HTTP.test(peer);
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.P99, Figure.CPU_PER_UNIT);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.ratio(Figure.P99, REFERENCE, 1.5));
    }

    @Override
    public Seat seat(Peer peer, Bench bench) throws IOException, InterruptedException {
        Setup setup =
                Setup.of(Traffic.HTTP, bench.ports().take(), bench.backend().port());
        return ServedSeat.start(peer, setup, bench.folder(this, peer.name()), FULL);
    }

    @Override
    public void calibrate(Map<String, Seat> seats, Duration time) throws IOException, InterruptedException {
        Seat reference = seats.getOrDefault(REFERENCE, seats.get(Peers.OURS));
        if (reference == null) {
            reference = seats.values().iterator().next();
        }
        LoadResult full = FULL.run(((ServedSeat) reference).running().setup().port(), time);
        Load half = new H2load(Backend.SMALL, CONNECTIONS, full.requests() / full.seconds() * SHARE);
        for (Seat seat : seats.values()) {
            ((ServedSeat) seat).load(half);
        }
    }
}
