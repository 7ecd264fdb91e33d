package io.evenkeel.lb.health;

import io.evenkeel.lb.check.HealthCheck;

/** The checks that come with Evenkeel. All are immutable and have value equality. */
public final class HealthChecks {

    private HealthChecks() {}

    /**
     * A server is healthy when it accepts a TCP connection, which is closed at once without a byte sent. Note that the
     * operating system accepts on behalf of a process that hangs, so only a check of the application itself sees that.
     *
     * @return the check
     */
    public static HealthCheck tcp() {
        return new TcpCheck();
    }
}
