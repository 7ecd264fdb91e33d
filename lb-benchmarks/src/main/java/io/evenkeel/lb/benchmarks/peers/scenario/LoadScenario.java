package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Setup;
import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.load.Load;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * One service before one server, the same load for each peer.
 *
 * @param name its name
 * @param question one line for the report
 * @param unit what CPU time is divided by
 * @param traffic what is balanced
 * @param load what each peer bears
 * @param who the matrix's row
 * @param figures what is compared
 * @param goals what the project wants to reach
 */
record LoadScenario(
        String name,
        String question,
        String unit,
        Traffic traffic,
        Load load,
        Predicate<Peer> who,
        List<Figure> figures,
        List<Goal> goals)
        implements Scenario {

    @Override
    public boolean admits(Peer peer) {
        return who.test(peer);
    }

    @Override
    public Seat seat(Peer peer, Bench bench) throws IOException, InterruptedException {
        Setup setup = Setup.of(traffic, bench.ports().take(), bench.backend().port());
        return ServedSeat.start(peer, setup, bench.folder(this, peer.name()), load);
    }
}
