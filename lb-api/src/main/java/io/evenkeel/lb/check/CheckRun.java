package io.evenkeel.lb.check;

import java.time.Duration;

/**
 * One execution of a health check: what it is pointed at, how long it may take, and where its verdict goes. The first
 * verdict counts and later ones are ignored; without one in time the check has failed. Safe for use by any thread.
 */
public interface CheckRun {

    /**
     * What to check.
     *
     * @return the server's address and the port to check
     */
    CheckTarget target();

    /**
     * How long the check may take from its start; the monitor fails and cancels it then.
     *
     * @return a positive duration
     */
    Duration timeout();

    /** The server is healthy. */
    void succeed();

    /**
     * The server is not healthy.
     *
     * @param cause a short phrase for the operator, for example {@code connection refused}
     */
    void fail(String cause);
}
