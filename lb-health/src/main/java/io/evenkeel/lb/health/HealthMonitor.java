package io.evenkeel.lb.health;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.watch.HealthWatch;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.spi.TimeSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs the health checks of a balancer; for Evenkeel's own modules. Equal specs share one probe, which lives as long as
 * somebody watches it.
 *
 * <p>A probe's first check starts at a random moment of its interval's first second, later ones at the policy's interval
 * from start to start, give or take a tenth at random. The fast interval applies while a server is doubtful or recovering,
 * while one without a verdict fails, and after a check that could not be made for a reason of our own.
 *
 * <p>All methods, and those of what they return, are for the control thread.
 */
@SuppressWarnings("exports") // the engine is seen by those modules only that have use for this class
public final class HealthMonitor implements HealthWatch {

    private final ControlLoop control;
    private final TimeSource time;
    private final RandomSource random;
    private final Connector connector;
    private final Map<ProbeSpec, Probe> probes = new HashMap<>();

    /**
     * A monitor that watches nothing yet. There is nothing to close: with the last watch its last timer and connection are
     * gone. What is handed in stays the caller's.
     *
     * @param control where everything happens, and whose timers are used
     * @param time measures intervals
     * @param random spreads checks
     * @param connector opens the checks' connections
     */
    public HealthMonitor(ControlLoop control, TimeSource time, RandomSource random, Connector connector) {
        this.control = control;
        this.time = time;
        this.random = random;
        this.connector = connector;
        Causes.load();
    }

    @Override
    public Registration watch(ProbeSpec spec, Listener listener) {
        assert control.inLoop() : "watch() belongs on the control thread";
        Probe probe = probes.get(spec);
        if (probe == null) {
            probe = new Probe(spec, control, time, random, connector);
            probes.put(spec, probe);
            probe.begin();
        }
        return unwatch(spec, probe, probe.add(listener));
    }

    private Registration unwatch(ProbeSpec spec, Probe probe, Probe.Subscription subscription) {
        return () -> {
            probe.remove(subscription);
            // Cancelled twice, it must not take away a later probe of an equal spec.
            if (probe.isUnwatched() && probes.remove(spec, probe)) {
                probe.stop();
            }
        };
    }

    /** How many probes run; for tests of what is shared and what is left behind. */
    int probeCount() {
        return probes.size();
    }
}
