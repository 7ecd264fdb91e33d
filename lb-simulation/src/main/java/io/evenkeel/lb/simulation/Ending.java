package io.evenkeel.lb.simulation;

import java.util.Locale;

/** How a request ended, as its client sees it. Each request has exactly one ending. */
public enum Ending {
    /** A server answered, or a route of the service did. */
    ANSWERED,
    /** A server answered with an error. */
    ERROR,
    /** No server was to be had, as {@link io.evenkeel.lb.status.Refusal} says: a reset, over HTTP a 503 or 504. */
    REFUSED,
    /** The server ended the connection before its answer: a reset, over HTTP a 502. */
    BROKEN,
    /** The server was silent for the response or idle timeout: over HTTP a 504, else a reset. */
    TIMED_OUT,
    /** The balancer ended the connection, as {@code whenServerDown} or {@code whenDrainEnds} says. */
    CUT,
    /** The client waited no longer. */
    GAVE_UP;

    /** Whether the client got what it wanted. */
    boolean isSuccess() {
        return this == ANSWERED;
    }

    /** The word used in reports, for example {@code timed-out}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
