package io.evenkeel.lb.engine;

import io.evenkeel.lb.engine.choose.Ramp;
import io.evenkeel.lb.spi.Registration;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** The slow starts of a pool's servers, moved on by one timer while there are any. Control thread, but {@link #isActive}. */
final class SlowStart {

    private static final int STEPS = 100;
    private static final Duration SHORTEST_STEP = Duration.ofMillis(50);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

    private final EngineContext context;
    private final Set<Ramp> ramps = new LinkedHashSet<>();
    private Registration timer = () -> {};
    private Duration step = LONGEST_STEP;
    private volatile boolean active;

    SlowStart(EngineContext context) {
        this.context = context;
    }

    /** Whether any server is in slow start. Any thread. */
    boolean isActive() {
        return active;
    }

    void begin(Ramp ramp, Duration over) {
        if (over.isZero()) {
            return;
        }
        ramp.begin(context.time().nanoTime(), over.toNanos());
        step = clamp(over.dividedBy(STEPS));
        if (ramps.isEmpty()) {
            timer = context.control().schedule(this::moveOn, step);
        }
        ramps.add(ramp);
        active = true;
    }

    private static Duration clamp(Duration value) {
        if (value.compareTo(SHORTEST_STEP) < 0) {
            return SHORTEST_STEP;
        }
        return value.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : value;
    }

    /** The server is gone from the choice, or for good. */
    void end(Ramp ramp) {
        ramp.end();
        if (ramps.remove(ramp) && ramps.isEmpty()) {
            timer.cancel();
            active = false;
        }
    }

    private void moveOn() {
        long now = context.time().nanoTime();
        ramps.removeIf(ramp -> !ramp.moveOn(now));
        if (ramps.isEmpty()) {
            active = false;
        } else {
            timer = context.control().schedule(this::moveOn, step);
        }
    }
}
