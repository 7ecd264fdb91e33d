package io.evenkeel.lb.simulation;

import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.spi.Registration;

/**
 * Stands for a configured check, which would open sockets. Equal where those are, so that they share a probe as they would.
 *
 * @param check the check that is configured
 * @param run where its server is
 */
record SimulatedCheck(HealthCheck check, Run run) implements HealthCheck {

    @Override
    public Registration start(CheckRun verdict) {
        return run.check(check, verdict);
    }

    @Override
    public String toString() {
        return check.describe();
    }
}
