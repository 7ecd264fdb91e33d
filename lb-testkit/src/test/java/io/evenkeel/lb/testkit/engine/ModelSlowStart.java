package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.check.Health;

/** A member's slow start. It ends at a step of the engine's timer, which the model does not follow. */
final class ModelSlowStart {

    /** Whether the member has been available or down before, or came to others. */
    private boolean seasoned;

    private boolean available;
    private boolean begun;
    private long since;

    ModelSlowStart(boolean seasoned) {
        this.seasoned = seasoned;
    }

    void published(ModelMember self, long now) {
        boolean takesNew = self.published().takesNew();
        if (takesNew && !available && seasoned && self.service.config.features().slowStart()) {
            begun = true;
            since = now;
        } else if (!takesNew) {
            begun = false;
        }
        available = takesNew;
        seasoned |= takesNew || self.health == Health.DOWN;
    }

    void end() {
        begun = false;
    }

    boolean isCertain(long now) {
        return begun && now - since < Features.SLOW_START.toNanos();
    }

    boolean isPossible(long now) {
        return begun
                && now - since
                        < Features.SLOW_START.plus(Features.SLOW_START_STEP).toNanos();
    }

    void check(double ramp, long now) {
        if (!isPossible(now)) {
            assertEquals(1, ramp);
        } else if (isCertain(now)) {
            double passed = (now - since) / (double) Features.SLOW_START.toNanos();
            assertTrue(ramp < 1 && ramp >= 0.01 && Math.abs(ramp - passed) <= 0.011, ramp + " after " + passed);
        }
    }
}
