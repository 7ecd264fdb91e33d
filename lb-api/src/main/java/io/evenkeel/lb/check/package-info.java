/**
 * Health checks: one probe and its verdict ({@link io.evenkeel.lb.check.HealthCheck}), and how often and how many verdicts
 * flip a server ({@link io.evenkeel.lb.check.HealthPolicy}). The probes themselves live in {@code io.evenkeel.lb.health}.
 */
@NullMarked
package io.evenkeel.lb.check;

import org.jspecify.annotations.NullMarked;
