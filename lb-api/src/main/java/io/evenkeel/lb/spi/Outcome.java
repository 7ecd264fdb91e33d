package io.evenkeel.lb.spi;

/** How a unit of work that was given to a server ended. */
public enum Outcome {
    /** Both sides ended in order. */
    COMPLETED(false),
    /** The server refused the connection or could not be reached. */
    CONNECT_FAILED(true),
    /** The server did not accept the connection in time. */
    CONNECT_TIMEOUT(true),
    /** The server reset an established connection. */
    SERVER_RESET(true),
    /** The server did not answer a request, or go on with its answer, in time. */
    NO_ANSWER(true),
    /** The server's answer was not one that its protocol allows. */
    BAD_ANSWER(true),
    /** The client reset its connection, or left before the server was reached. */
    CLIENT_RESET(false),
    /** Nothing moved for the idle or fin timeout. */
    TIMED_OUT(false),
    /** The balancer ended it: its server went down, a drain ended, the balancer closed. */
    ENDED_BY_BALANCER(false);

    private final boolean failure;

    Outcome(boolean failure) {
        this.failure = failure;
    }

    /**
     * Whether the server is to blame.
     *
     * @return true for outcomes that count as the server's failure
     */
    public boolean isFailure() {
        return failure;
    }
}
