package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import java.io.IOException;

/** The last step of each peer's start. */
final class Start {

    private Start() {}

    /** Waits until the last of the ports accepts; closes the process when it does not. */
    static Running listening(Peer peer, Setup setup, Child child) throws IOException, InterruptedException {
        try {
            int last = setup.listenPorts().get(setup.listenPorts().size() - 1);
            child.awaitListening(last);
            return new Running(peer, setup, child);
        } catch (IOException | InterruptedException e) {
            child.close();
            throw e;
        }
    }
}
