package io.evenkeel.lb.benchmarks.peers.balancer;

import java.io.IOException;

/** Changes the servers of a process that serves. Used by one thread. */
public interface Membership {

    /**
     * Takes a server out; what is under way there may end.
     *
     * @param index in the setup's servers
     * @throws IOException when it is refused
     */
    void remove(int index) throws IOException;

    /**
     * Takes a server in that was taken out.
     *
     * @param index in the setup's servers
     * @throws IOException when it is refused
     */
    void add(int index) throws IOException;

    /**
     * What it did not do, of all that it was told.
     *
     * @return a count of refusals that came later than the command
     * @throws IOException when that cannot be found out
     */
    long refused() throws IOException;
}
