package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Membership;
import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Setup;
import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.load.H2load;
import io.evenkeel.lb.benchmarks.peers.load.Load;
import io.evenkeel.lb.benchmarks.peers.load.Wrk;
import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import java.io.IOException;
import java.util.List;

/**
 * Whether a changing set of servers is felt: ten changes in a second, each server in its turn taken out and, a tenth of a
 * second later, taken in again, at a rate of requests that all bear easily. nginx does not take part: it would reload, and what
 * is connected would stay with the old configuration.
 */
final class ChurnScenario implements Scenario {

    private static final int SERVERS = 10;
    private static final int CONNECTIONS = 64;
    private static final double PER_SECOND = 4000;

    private static final Load FULL = new Wrk(Backend.SMALL, CONNECTIONS, true, 0);

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String question() {
        return "answers of 1 KiB at " + (int) PER_SECOND + " requests/s, " + CONNECTIONS + " connections; of " + SERVERS
                + " servers one is taken out or in every 100 ms (HAProxy: set server state; nginx would need a reload)";
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
        return Who.CHURN.test(peer);
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.P99, Figure.CPU_PER_UNIT);
    }

    @Override
    public Seat seat(Peer peer, Bench bench) throws IOException, InterruptedException {
        Setup setup = Setup.of(Traffic.HTTP, 0, 0)
                .serving(bench.ports().take(1), bench.backend().servers(SERVERS))
                .controlledAt(bench.ports().take());
        ServedSeat seat = ServedSeat.start(peer, setup, bench.folder(this, peer.name()), FULL);
        Membership membership = peer.membership(seat.running())
                .orElseThrow(() -> new IOException(peer.name() + " cannot change its servers at run time"));
        return new ChurnSeat(seat, membership, new H2load(Backend.SMALL, CONNECTIONS, PER_SECOND), SERVERS);
    }
}
