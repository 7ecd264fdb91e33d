package io.evenkeel.lb.engine.watch;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.spi.Registration;

/** What the engine needs of a health monitor; implemented in lb-health. All calls, both ways, on the control thread. */
@FunctionalInterface
public interface HealthWatch {

    /** Hears of a server's health. */
    @FunctionalInterface
    interface Listener {
        /**
         * The health changed, or its cause did.
         *
         * @param health the state now
         * @param cause why, in a short phrase
         */
        void onHealth(Health health, String cause);
    }

    /**
     * Watches a target. A probe that runs already for an equal spec is shared, and its present state is told at once,
     * before this method returns, unless it is unknown.
     *
     * @param spec what to watch
     * @param listener hears of changes
     * @return ends the watch; the listener hears nothing more
     */
    Registration watch(ProbeSpec spec, Listener listener);
}
