/**
 * Active health checks: {@link io.evenkeel.lb.health.HealthChecks} makes them. The rest serves Evenkeel's other modules:
 * the {@link io.evenkeel.lb.health.HealthMonitor} runs checks in time and turns verdicts into a server's health, a
 * {@link io.evenkeel.lb.health.Connector} opens their connections.
 */
@NullMarked
package io.evenkeel.lb.health;

import org.jspecify.annotations.NullMarked;
