package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.ServerSnapshot;
import org.junit.jupiter.api.Test;

/** Choose, settle and exclude: what is reserved, what is answered, what is counted. */
class ChooseTest {

    private final EngineRig rig = new EngineRig();
    private final Selection selection = new Selection();

    private int inFlight(String id) {
        return rig.snapshot("web", id).inFlight();
    }

    @Test
    void aPickReservesAndASettleGivesBack() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
        assertTrue(selection.isReserved());
        assertEquals(1, inFlight("10.0.0.1:80"));
        assertTrue(selection.settle(Outcome.COMPLETED, 1));
        assertFalse(selection.isReserved());
        assertEquals(0, inFlight("10.0.0.1:80"));
    }

    @Test
    void aSecondSettleFailsWithAssertionsAndIsCounted() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        rig.choose("web", selection);
        selection.settle(Outcome.COMPLETED, 1);
        assertThrows(AssertionError.class, () -> selection.settle(Outcome.COMPLETED, 1));
        assertThrows(AssertionError.class, () -> selection.exclude(Outcome.CONNECT_FAILED, 1));
        assertEquals(2, rig.worker.doubleSettles());
        assertEquals(0, inFlight("10.0.0.1:80"));
        assertEquals(0, selection.triedCount());
    }

    @Test
    void anExcludedServerIsNotPickedAgain() {
        rig.install(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .server("10.0.0.3", 80)
                .build());
        for (int i = 1; i <= 3; i++) {
            assertEquals("10.0.0." + i + ":80", rig.choose("web", selection));
            selection.exclude(Outcome.CONNECT_FAILED, 1);
            assertEquals(i, selection.triedCount());
        }
        assertEquals("ALL_TRIED", rig.choose("web", selection));
        assertFalse(selection.isReserved());
        rig.handle("web")
                .servers()
                .forEach(server -> assertEquals(0, server.snapshot().inFlight()));
    }

    @Test
    void manyServersCanBeTried() {
        var service = EngineRig.unchecked("web");
        for (int i = 1; i <= 50; i++) {
            service.server("10.0.0." + i, 80);
        }
        rig.install(service.build());
        for (int i = 1; i <= 50; i++) {
            assertEquals("10.0.0." + i + ":80", rig.choose("web", selection));
            selection.exclude(Outcome.CONNECT_TIMEOUT, 1);
        }
        assertEquals("ALL_TRIED", rig.choose("web", selection));
    }

    @Test
    void aResetSelectionForgetsWhatWasTried() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        rig.choose("web", selection);
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        selection.reset();
        assertEquals(0, selection.triedCount());
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
    }

    @Test
    void aReservationMustBeSettledFirst() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        rig.choose("web", selection);
        assertThrows(AssertionError.class, () -> rig.choose("web", selection));
        assertThrows(AssertionError.class, selection::reset);
    }

    @Test
    void nothingPickedHasNoMember() {
        assertThrows(NullPointerException.class, selection::member);
    }

    @Test
    void anEmptyPoolHasNoneAvailable() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        rig.done(rig.handle("web").remove("10.0.0.1:80"));
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
    }

    @Test
    void onlyServersThatAreUpArePicked() {
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .build());
        rig.verdict("10.0.0.1:80", Health.DOWN);
        for (int i = 0; i < 4; i++) {
            assertEquals("10.0.0.2:80", rig.choose("web"));
        }
        rig.verdict("10.0.0.2:80", Health.DOWN);
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        rig.verdict("10.0.0.1:80", Health.RECOVERING);
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        rig.verdict("10.0.0.1:80", Health.UP);
        assertEquals("10.0.0.1:80", rig.choose("web"));
        rig.verdict("10.0.0.1:80", Health.DOUBTFUL);
        assertEquals("10.0.0.1:80", rig.choose("web"));
    }

    @Test
    void retriesChooseFromTheStateOfTheFirstChoose() {
        rig.install(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .build());
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        rig.done(rig.server("web", "10.0.0.2:80").disable());
        assertEquals("10.0.0.2:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        selection.reset();
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
    }

    @Test
    void countersTellConnectionsAndTheServersFailures() {
        rig.install(
                EngineRig.unchecked("web").server(RealServer.at("10.0.0.1", 80)).build());
        for (Outcome outcome : Outcome.values()) {
            rig.choose("web", selection);
            selection.settle(outcome, 1);
            selection.reset();
        }
        ServerSnapshot server = rig.snapshot("web", "10.0.0.1:80");
        assertEquals(Outcome.values().length, server.totalConnections());
        // Refused, timed out on connect, reset by the server, no answer, a bad one. What clients or we did is not its
        // fault.
        assertEquals(5, server.failures());
    }
}
