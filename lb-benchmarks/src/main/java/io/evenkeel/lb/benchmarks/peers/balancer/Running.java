package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import io.evenkeel.lb.benchmarks.peers.process.ProcessFigures;

/**
 * A peer's process that serves.
 *
 * @param peer whose it is
 * @param setup what it does
 * @param child the process, of which everything is read: its one worker is itself
 */
public record Running(Peer peer, Setup setup, Child child) implements AutoCloseable {

    /**
     * Reads what the process has used so far.
     *
     * @return its figures now
     */
    public ProcessFigures figures() {
        return ProcessFigures.of(child.pid(), peer.loopThreads());
    }

    /** Ends the process and waits for its end. */
    @Override
    public void close() {
        child.close();
    }
}
