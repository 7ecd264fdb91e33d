package io.evenkeel.lb.check;

import io.evenkeel.lb.spi.Registration;

/**
 * One kind of probe. Implementations are immutable and have value equality (records do), because one probe is shared by
 * all members with the same target, check and policy.
 */
public interface HealthCheck {

    /**
     * Starts one execution and returns at once; the verdict goes to the run, from any thread. Called on the control
     * thread, so it must not block. An exception counts as a failed check.
     *
     * @param run the target, the timeout and where the verdict goes
     * @return cancels the execution and frees what it holds; called once the verdict is known, too late or not wanted
     */
    Registration start(CheckRun run);

    /**
     * Whether the check tells the server by which name it is asked, as one of a virtual host does. Servers of different names
     * at one address are then checked apart; otherwise they share one probe.
     *
     * @return false by default: {@link CheckTarget#name} is the address
     */
    default boolean asksByName() {
        return false;
    }

    /**
     * The check in words, for logs and status.
     *
     * @return for example {@code tcp}
     */
    default String describe() {
        return toString();
    }

    /**
     * No check: the servers count as up.
     *
     * @return the check that is never run
     */
    static HealthCheck none() {
        return NoCheck.INSTANCE;
    }
}
