package io.evenkeel.lb.observe;

/**
 * Receives each exchange of an HTTP service when it has ended. <b>On an event loop:</b> each call delays all traffic of that
 * loop, so it must return at once and must not block; several loops may call at a time. An exception is logged and the
 * balancer goes on.
 */
@FunctionalInterface
public interface HttpObserver {

    /**
     * An exchange has ended: answered in full, or cut.
     *
     * @param exchange valid during the call; the next exchange reuses it
     */
    void onExchange(HttpExchange exchange);
}
