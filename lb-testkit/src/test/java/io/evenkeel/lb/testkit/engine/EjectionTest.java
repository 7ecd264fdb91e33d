package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When a server is ejected, and what is seen of it. Who is not, and what ends it: {@link EjectionBoundsTest}; for how long:
 * {@link EjectionTimeTest}.
 */
class EjectionTest extends EjectionFixture {

    /** A client of the first server, whose connection ends so. */
    private void ends(Outcome outcome, boolean answered) {
        Selection selection = new Selection();
        assertEquals(A, rig.choose("web", "10.0.0.1", selection));
        if (answered) {
            selection.answered();
        }
        selection.settle(outcome, 1);
        rig.time.runReady();
    }

    // ---- what counts ----

    @Test
    void comesAfterSoManyFailuresInARow() {
        install(Ejection.afterFailures(3));
        fail("10.0.0.1", "10.0.0.1");
        assertFalse(isEjected(A));
        fail("10.0.0.2", "10.0.0.2", "10.0.0.1");
        assertTrue(isEjected(A));
        assertFalse(isEjected(B));
    }

    @Test
    void isNoneByDefault() {
        rig.install(service(Availability.DEFAULT).build());
        for (int i = 0; i < 1000; i++) {
            fail("10.0.0.1");
        }
        assertFalse(isEjected(A));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"CONNECT_FAILED", "CONNECT_TIMEOUT", "SERVER_RESET"})
    void theServersFailuresCount(Outcome outcome) {
        install(Ejection.afterFailures(2));
        ends(outcome, false);
        ends(outcome, false);
        assertTrue(isEjected(A));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"CLIENT_RESET", "TIMED_OUT", "ENDED_BY_BALANCER"})
    void whatOthersDidNeitherCountsNorEndsTheRow(Outcome outcome) {
        install(Ejection.afterFailures(2));
        ends(outcome, false);
        ends(outcome, false);
        assertFalse(isEjected(A));
        fail("10.0.0.1");
        ends(outcome, false);
        fail("10.0.0.1");
        assertTrue(isEjected(A));
    }

    @Test
    void aByteFromTheServerEndsTheRow() {
        install(Ejection.afterFailures(2));
        fail("10.0.0.1");
        ends(Outcome.CLIENT_RESET, true);
        fail("10.0.0.1");
        assertFalse(isEjected(A));
        fail("10.0.0.1");
        assertTrue(isEjected(A));
    }

    /** A server may be at the end of its wits for new clients while old ones are still served. */
    @Test
    void furtherBytesOfAConnectionDoNotEndTheRow() {
        install(Ejection.afterFailures(2));
        Selection streams = new Selection();
        rig.choose("web", "10.0.0.1", streams);
        streams.answered();
        fail("10.0.0.1");
        streams.answered();
        fail("10.0.0.1");
        assertTrue(isEjected(A));
    }

    @Test
    void aResetAfterAByteDoesNotCount() {
        install(Ejection.afterFailures(2));
        for (int i = 0; i < 5; i++) {
            ends(Outcome.SERVER_RESET, true);
        }
        assertFalse(isEjected(A));
    }

    @Test
    void anEndInOrderEndsTheRow() {
        install(Ejection.afterFailures(2));
        fail("10.0.0.1");
        ends(Outcome.COMPLETED, false);
        fail("10.0.0.1");
        assertFalse(isEjected(A));
    }

    /** What one connection's server has sent says nothing for the next server that it tries. */
    @Test
    void eachAttemptOfAConnectionIsForItself() {
        install(Ejection.afterFailures(1));
        Selection selection = new Selection();
        rig.choose("web", "10.0.0.1", selection);
        selection.answered();
        selection.exclude(Outcome.SERVER_RESET, 1);
        rig.choose("web", "10.0.0.2", selection);
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        rig.time.runReady();
        assertFalse(isEjected(A));
        assertTrue(isEjected(B));
    }

    @Test
    void aRowThatHasEndedBeforeItWasLookedAtDoesNotCount() {
        install(Ejection.afterFailures(1));
        Selection failing = new Selection();
        Selection answered = new Selection();
        rig.choose("web", "10.0.0.1", failing);
        rig.choose("web", "10.0.0.1", answered);
        failing.settle(Outcome.CONNECT_FAILED, 1);
        answered.answered();
        rig.time.runReady();
        assertFalse(isEjected(A));
        fail("10.0.0.1");
        assertTrue(isEjected(A));
    }

    @Test
    void aRowUnderAnEarlierConfigurationDoesNotCount() {
        install(Ejection.afterFailures(2));
        fail("10.0.0.1");
        rig.control.execute(
                () -> rig.engine.reconfigure(service(Ejection.afterFailures(5)).build()));
        fail("10.0.0.1");
        assertFalse(isEjected(A));
        fail("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.1");
        assertFalse(isEjected(A));
        fail("10.0.0.1");
        assertTrue(isEjected(A));
    }

    // ---- what is seen of it ----

    @Test
    void takesTheServerOutOfTheChoice() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1");
        assertEquals(String.join(" ", B, C, D), rig.spread("web"));
        assertNotEquals(A, rig.choose("web", "10.0.0.1", new Selection()));
        rig.advance(Duration.ofSeconds(10));
        assertEquals(String.join(" ", A, B, C, D), rig.spread("web"));
        assertEquals(A, rig.choose("web", "10.0.0.1", new Selection()));
    }

    @Test
    void isShownWithItsCause() {
        install(Ejection.afterFailures(2));
        rig.verdict(A, Health.UP);
        rig.advance(Duration.ofSeconds(7));
        fail("10.0.0.1", "10.0.0.1");
        ServerSnapshot server = rig.snapshot("web", A);
        assertEquals(Health.EJECTED, server.health());
        assertEquals("ejected for 10s after 2 failures in a row", server.cause());
        assertEquals(rig.time.instant(), server.since());
        assertEquals(ServiceStatus.DEGRADED, rig.handle("web").snapshot().status());
        rig.advance(Duration.ofSeconds(10));
        assertEquals(Health.UP, rig.snapshot("web", A).health());
        assertEquals("", rig.snapshot("web", A).cause());
        assertEquals(ServiceStatus.UP, rig.handle("web").snapshot().status());
    }

    @Test
    void isToldToObserversAndEndsNoConnections() {
        install(Ejection.afterFailures(1));
        rig.told();
        fail("10.0.0.1");
        assertEquals(List.of("status web degraded", "health web " + A + " unknown>ejected"), rig.told());
        rig.advance(Duration.ofSeconds(10));
        assertEquals(List.of("status web up", "health web " + A + " ejected>unknown"), rig.told());
    }

    @Test
    void ofTwoIllsTheChecksIsShown() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1");
        rig.verdict(A, Health.DOWN, "refused");
        assertEquals(Health.DOWN, rig.snapshot("web", A).health());
        assertEquals("refused", rig.snapshot("web", A).cause());
        rig.verdict(A, Health.UP);
        assertTrue(isEjected(A));
        rig.verdict(A, Health.DOWN, "refused");
        rig.advance(Duration.ofSeconds(10));
        assertEquals(Health.DOWN, rig.snapshot("web", A).health());
    }

    @Test
    void observersHearEachChangeOfWhatIsShownAndNoOther() {
        install(Ejection.afterFailures(1));
        rig.verdict(A, Health.UP);
        fail("10.0.0.1");
        rig.told();
        rig.verdict(A, Health.DOUBTFUL);
        assertEquals(List.of(), health());
        rig.verdict(A, Health.DOWN);
        assertEquals(List.of("health web " + A + " ejected>down"), health());
        rig.verdict(A, Health.UP);
        assertEquals(List.of("health web " + A + " down>ejected"), health());
        rig.verdict(A, Health.DOWN);
        rig.told();
        rig.advance(Duration.ofSeconds(10));
        assertEquals(List.of(), health());
    }

    @Test
    void aServerThatIsDownMayBeEjectedTooAndNobodyIsToldThen() {
        rig.install(service(Availability.DEFAULT.panicBelow(100).ejection(Ejection.afterFailures(1)))
                .build());
        rig.verdict(A, Health.DOWN);
        rig.told();
        fail("10.0.0.1"); // in panic it gets clients
        assertEquals(List.of(), health());
        rig.verdict(A, Health.UP);
        assertEquals(List.of("health web " + A + " down>ejected"), health());
    }

    /** Its connections have been kept so far: now its check says that they are lost. */
    @Test
    void aServerThatGoesDownWhileItIsEjectedLosesItsConnections() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1");
        rig.told();
        rig.verdict(A, Health.DOWN);
        assertTrue(rig.told().contains("loss web " + A + " DOWN"));
    }
}
