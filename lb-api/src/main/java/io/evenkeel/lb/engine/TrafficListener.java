package io.evenkeel.lb.engine;

import io.evenkeel.lb.engine.choose.Endpoint;

/** What the engine tells the data plane, on the control thread; the data plane hands it to its loops. */
@FunctionalInterface
public interface TrafficListener {

    /** Why a server lost its right to its live connections. */
    enum Loss {
        /** Its health went down. */
        DOWN,
        /** Its drain time ended. */
        DRAIN_ENDED,
        /** It was taken out of the pool: what is under way goes on, but nothing need be kept for more. */
        REMOVED
    }

    /**
     * A server of a service went down, its drain ended, or it is a member no more: the service's policy says what becomes of
     * its connections.
     *
     * @param service the service, with its present configuration
     * @param pool the pool that it lost its right in; others may have the server too
     * @param endpoint where the server is reached
     * @param loss what happened
     */
    void onLoss(LiveService service, LivePool pool, Endpoint endpoint, Loss loss);
}
