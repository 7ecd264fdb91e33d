package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.result.Turn;
import java.io.IOException;
import java.time.Duration;

/** A peer's place in a scenario, for all its turns. Used by one thread. */
public interface Seat extends AutoCloseable {

    /**
     * Works without being counted.
     *
     * @param time how long
     * @throws IOException when the peer does not serve
     * @throws InterruptedException when the run is given up
     */
    void warmUp(Duration time) throws IOException, InterruptedException;

    /**
     * Goes on without being counted until the peer is as it will be in its turns. Called when all peers of the scenario are warm:
     * what a JVM does when it has rested, or when its first connections have closed, is over before anything is measured.
     *
     * @throws IOException when the peer does not serve
     * @throws InterruptedException when the run is given up
     */
    default void settle() throws IOException, InterruptedException {}

    /**
     * Measures once.
     *
     * @param time how long, where the scenario leaves the choice
     * @return what was measured, errors included
     * @throws IOException when there is nothing to be measured
     * @throws InterruptedException when the run is given up
     */
    Turn turn(Duration time) throws IOException, InterruptedException;

    /** Ends the peer's process, if one runs. */
    @Override
    void close();
}
