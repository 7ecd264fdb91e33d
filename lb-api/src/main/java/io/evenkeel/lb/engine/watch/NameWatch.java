package io.evenkeel.lb.engine.watch;

import io.evenkeel.lb.spi.Registration;
import java.net.InetAddress;
import java.util.List;

/**
 * What the engine needs of a name resolver; lb-netty implements it. All calls, both ways, on the control thread.
 */
@FunctionalInterface
public interface NameWatch {

    /** Hears what a name stands for. */
    interface Listener {

        /**
         * The name was resolved: for the first time, anew, or again after a failure.
         *
         * @param addresses one or more, the one to be tried first in front
         */
        void onAddresses(List<InetAddress> addresses);

        /**
         * The name could not be resolved this time; it will be tried again. Addresses told before remain valid.
         *
         * @param cause why, in a short phrase, for example {@code NXDOMAIN}
         */
        void onFailure(String cause);
    }

    /**
     * Resolves a name, and goes on doing so for as long as somebody watches it. Watches of one name share its queries.
     * What is known already is told at once, before this method returns.
     *
     * @param host a host name, in any case
     * @param listener hears of addresses and failures
     * @return ends the watch; the listener hears nothing more
     */
    Registration watch(String host, Listener listener);
}
