package io.evenkeel.lb.engine;

import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.engine.watch.HealthWatch;
import io.evenkeel.lb.engine.watch.NameWatch;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.TimeSource;

/**
 * What an engine is made of; everything that is not pure comes in here.
 *
 * @param control where changes are made
 * @param time the time source
 * @param random the random source
 * @param workers how many workers choose, 1 or more
 * @param watch watches servers' health
 * @param names resolves servers' host names
 * @param defaultCheck the check of pools that name none
 * @param traffic hears when servers lose their live connections
 */
public record EngineContext(
        ControlLoop control,
        TimeSource time,
        RandomSource random,
        int workers,
        HealthWatch watch,
        NameWatch names,
        HealthCheck defaultCheck,
        TrafficListener traffic) {}
