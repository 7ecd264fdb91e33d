package io.evenkeel.lb.spi;

/**
 * What a scheduler hears when a server has answered. Valid during the call only, and only on the calling thread.
 */
public interface AnswerContext {

    /**
     * Which worker the work is on: the one that chose the server.
     *
     * @return 0 to the number of workers less one
     */
    int worker();

    /**
     * The server that was chosen.
     *
     * @return its place in the list that the picker was made for
     */
    int index();

    /**
     * How long the server took. A request's latency is the time from its last byte's being handed to the server, or its head's
     * if the server does not wait for the body, to the head of the answer; a connection's is the time that it took to connect. For
     * a server that never answered, it is the time from the same beginning, or that of the attempt to connect, to its end. Not in
     * it: waiting for a server, for a descriptor, for the client's bytes.
     *
     * @return 0 or more
     */
    long latencyNanos();

    /**
     * Whether the answer says that the server has failed: it is one of HTTP with a status of 500 or above. Who prefers the fast
     * without asking this sends everybody to the server that fails at once.
     *
     * @return false for all other answers, for connections, and where there was no answer
     */
    boolean isServerError();

    /**
     * The time now, on the clock of {@link PickContext#nanoTime()}.
     *
     * @return nanoseconds, to be compared by difference
     */
    long nanoTime();
}
