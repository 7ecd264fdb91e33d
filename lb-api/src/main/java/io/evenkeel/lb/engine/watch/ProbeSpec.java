package io.evenkeel.lb.engine.watch;

import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;

/**
 * What a monitor is asked to watch. Equal specs share one probe.
 *
 * @param target what to check
 * @param check how
 * @param policy how often, and what flips the verdict
 */
public record ProbeSpec(CheckTarget target, HealthCheck check, HealthPolicy policy) {}
