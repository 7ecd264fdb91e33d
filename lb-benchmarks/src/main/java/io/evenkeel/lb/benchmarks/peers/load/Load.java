package io.evenkeel.lb.benchmarks.peers.load;

import java.io.IOException;
import java.time.Duration;

/** A generator of load for one scenario. */
@FunctionalInterface
public interface Load {

    /**
     * Runs against a balancer that listens.
     *
     * @param port on 127.0.0.1
     * @param time how long; whole seconds
     * @return what it counted
     * @throws IOException when the generator itself fails
     * @throws InterruptedException when the run is given up
     */
    LoadResult run(int port, Duration time) throws IOException, InterruptedException;
}
