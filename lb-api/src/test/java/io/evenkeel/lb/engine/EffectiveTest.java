package io.evenkeel.lb.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Observed;
import io.evenkeel.lb.status.AdminState;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effective state is a pure function of what is declared, set and observed, and the clock. */
class EffectiveTest {

    /** A drain ends at nanosecond 100; the declared weight is 50. */
    @ParameterizedTest
    @CsvSource({
        // health, admin, override, now -> admin, weight, new, persisted
        "UP,        ENABLED,  -1,   0, ENABLED,  50, true,  true",
        "UNCHECKED, ENABLED,  -1,   0, ENABLED,  50, true,  true",
        "UNKNOWN,   ENABLED,  -1,   0, ENABLED,  50, true,  true",
        "DOUBTFUL,  ENABLED,   7,   0, ENABLED,   7, true,  true",
        "UP,        ENABLED,   0,   0, ENABLED,   0, false, true",
        "DOWN,      ENABLED,  -1,   0, ENABLED,  50, false, false",
        "EJECTED,   ENABLED,  -1,   0, ENABLED,  50, false, false",
        "RECOVERING,ENABLED,  -1,   0, ENABLED,  50, false, false",
        "UP,        DISABLED, -1,   0, DISABLED, 50, false, false",
        "UP,        DRAINING, -1,   0, DRAINING, 50, false, true",
        "UP,        DRAINING, -1,  99, DRAINING, 50, false, true",
        "UP,        DRAINING, -1, 100, DISABLED, 50, false, false",
        "DOWN,      DRAINING, -1,   0, DRAINING, 50, false, false",
        "UP,        DRAINING,  0,   0, DRAINING,  0, false, true",
    })
    void allThreeLayersMustAllow(
            Health health,
            AdminState admin,
            int override,
            long now,
            AdminState effective,
            int weight,
            boolean takesNew,
            boolean takesPersisted) {
        long ends = admin == AdminState.DRAINING ? 100 : 0;
        assertEquals(
                new Effective(effective, weight, takesNew, takesPersisted),
                of(health, new AdminOverride(admin, ends, override), now, true));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void unknownIsWhatThePolicySays(boolean unknownIsUp) {
        assertEquals(
                new Effective(AdminState.ENABLED, 50, unknownIsUp, unknownIsUp),
                of(Health.UNKNOWN, AdminOverride.NONE, 0, unknownIsUp));
    }

    @ParameterizedTest
    @CsvSource({"0, DRAINING", "9, DRAINING", "10, DISABLED", "-1, DRAINING"})
    void theClockMayWrap(long after, AdminState effective) {
        // The drain ends 10 ns after the greatest reading.
        AdminOverride drain = new AdminOverride(AdminState.DRAINING, Long.MAX_VALUE + 10, -1);
        assertEquals(
                effective, of(Health.UP, drain, Long.MAX_VALUE + after, true).admin());
    }

    private static Effective of(Health health, AdminOverride override, long now, boolean unknownIsUp) {
        Observed observed = new Observed(health, "", Instant.EPOCH);
        return Effective.of(RealServer.at("10.0.0.1", 80).weight(50), override, observed, unknownIsUp, now);
    }
}
