package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.check.Health;
import java.time.Instant;

/**
 * The observed layer of a member: what checks say about it, or ejection after its own traffic's failures.
 *
 * @param health the state
 * @param cause why, in a short phrase; may be empty
 * @param since when the state began
 */
public record Observed(Health health, String cause, Instant since) {}
