package io.evenkeel.lb.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class HealthPolicyTest {

    private static final HealthPolicy TEN = HealthPolicy.every(Duration.ofSeconds(10));

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void theDefault() {
        HealthPolicy policy = HealthPolicy.DEFAULT;
        assertEquals(Duration.ofSeconds(9), policy.interval());
        assertEquals(Duration.ofSeconds(4), policy.timeout());
        assertEquals(Duration.ofSeconds(1), policy.fastInterval());
        assertEquals(2, policy.fall());
        assertEquals(1, policy.rise());
        assertEquals(0, policy.port());
        assertTrue(policy.isUnknownUp());
        assertEquals("every 9s, timeout 4s, fall 2, rise 1", policy.toString());
    }

    @Test
    void timeoutAndFastIntervalFollowAShorterInterval() {
        HealthPolicy policy = HealthPolicy.every(Duration.ofMillis(500));
        assertEquals(Duration.ofMillis(500), policy.timeout());
        assertEquals(Duration.ofMillis(500), policy.fastInterval());
    }

    @Test
    void eachSetterChangesOneThing() {
        HealthPolicy policy = TEN.timeout(Duration.ofSeconds(2))
                .fastInterval(Duration.ofSeconds(3))
                .fall(4)
                .rise(5)
                .port(6)
                .unknownIsUp(false);
        assertEquals(Duration.ofSeconds(10), policy.interval());
        assertEquals(Duration.ofSeconds(2), policy.timeout());
        assertEquals(Duration.ofSeconds(3), policy.fastInterval());
        assertEquals(4, policy.fall());
        assertEquals(5, policy.rise());
        assertEquals(6, policy.port());
        assertFalse(policy.isUnknownUp());
        assertEquals("every 10s, timeout 2s, fall 4, rise 5, port 6", policy.toString());
        assertEquals(HealthPolicy.every(Duration.ofSeconds(10)), TEN);
    }

    @Test
    void refusesWhatIsOutsideItsRange() {
        assertEquals(
                "check timeout: 11s is not allowed; allowed: 1ms to 10s",
                refusal(() -> TEN.timeout(Duration.ofSeconds(11))));
        assertEquals(
                "check fast interval: 9ms is not allowed; allowed: 10ms to 10s",
                refusal(() -> TEN.fastInterval(Duration.ofMillis(9))));
        assertEquals(
                "check interval: 9ms is not allowed; allowed: 10ms to 86400s",
                refusal(() -> HealthPolicy.every(Duration.ofMillis(9))));
        assertEquals("check fall: 0 is not allowed; allowed: 1 to 100", refusal(() -> TEN.fall(0)));
        assertEquals("check rise: 101 is not allowed; allowed: 1 to 100", refusal(() -> TEN.rise(101)));
        assertEquals("check port: 0 is not allowed; allowed: 1 to 65535", refusal(() -> TEN.port(0)));
        refusal(() -> HealthPolicy.every(null));
    }

    @Test
    void hasValueEquality() {
        List<HealthPolicy> different = List.of(
                TEN,
                HealthPolicy.DEFAULT,
                TEN.timeout(Duration.ofSeconds(1)),
                TEN.fastInterval(Duration.ofSeconds(2)),
                TEN.fall(9),
                TEN.rise(9),
                TEN.port(9),
                TEN.unknownIsUp(false));
        assertEquals(different.size(), Set.copyOf(different).size());
        assertEquals(TEN, TEN.timeout(Duration.ofSeconds(4)), "the default, said");
        assertEquals(TEN.hashCode(), TEN.timeout(Duration.ofSeconds(4)).hashCode());
        assertNotEquals(TEN, "every 10s");
    }

    @Test
    void unknownIsUpUnlessConfiguredOtherwise() {
        for (Health health : Health.values()) {
            boolean up = Set.of(Health.UP, Health.DOUBTFUL, Health.UNCHECKED).contains(health);
            assertEquals(up || health == Health.UNKNOWN, health.isUp(true));
            assertEquals(up, health.isUp(false));
        }
    }

    @Test
    void aTargetIsValidated() {
        assertEquals("10.0.0.1:80", new CheckTarget("10.0.0.1", 80).toString());
        assertEquals("[::1]:80", new CheckTarget("::1", 80).toString());
        assertEquals("port: 0 is not allowed; allowed: 1 to 65535", refusal(() -> new CheckTarget("10.0.0.1", 0)));
        refusal(() -> new CheckTarget(" ", 80));
    }

    @Test
    void noCheckIsNeverRun() {
        assertEquals("none", HealthCheck.none().describe());
        assertThrows(
                UnsupportedOperationException.class, () -> HealthCheck.none().start(null));
    }
}
