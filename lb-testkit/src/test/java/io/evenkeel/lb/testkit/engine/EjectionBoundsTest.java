package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is not ejected whatever happens to its traffic, and what ends an ejection before its time. */
class EjectionBoundsTest extends EjectionFixture {

    // ---- who is not ejected ----

    @Test
    void theLastAvailableServerIsNot() {
        install(Ejection.afterFailures(1).maxPercent(100));
        rig.verdict(B, Health.DOWN);
        rig.done(rig.server("web", C).disable());
        rig.done(rig.server("web", D).weight(0));
        fail("10.0.0.1");
        assertFalse(isEjected(A));
        rig.done(rig.server("web", C).enable());
        fail("10.0.0.1");
        assertTrue(isEjected(A));
        fail("10.0.0.3");
        assertFalse(isEjected(C));
    }

    @Test
    void notTheLastOfThoseThatFailAtOnceEither() {
        install(Ejection.afterFailures(1).maxPercent(100));
        Selection[] selections = new Selection[4];
        for (int i = 0; i < 4; i++) {
            selections[i] = new Selection();
            rig.choose("web", "10.0.0." + (i + 1), selections[i]);
        }
        for (Selection selection : selections) {
            selection.exclude(Outcome.CONNECT_FAILED, 1);
        }
        rig.time.runReady();
        assertEquals(D, rig.spread("web"));
    }

    @Test
    void norOneWhoseOthersGoDownInTheSameTurn() {
        install(Ejection.afterFailures(1));
        Selection selection = new Selection();
        rig.choose("web", "10.0.0.1", selection);
        for (String id : List.of(B, C, D)) {
            rig.control.execute(() -> rig.watch.verdict(id, Health.DOWN, "refused"));
        }
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        rig.time.runReady();
        assertEquals(A, rig.spread("web"));
    }

    @Test
    void onlyAShareIsAtATime() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertEquals(C + " " + D, rig.spread("web"));
        fail("10.0.0.3");
        assertFalse(isEjected(C));
        rig.done(rig.server("web", A).enable());
        fail("10.0.0.3");
        assertEquals(A + " " + D, rig.spread("web"));
    }

    @Test
    void oneAlwaysMayBe() {
        install(Ejection.afterFailures(1).maxPercent(1));
        fail("10.0.0.1", "10.0.0.2");
        assertTrue(isEjected(A));
        assertFalse(isEjected(B));
    }

    @Test
    void aHundredPercentMeansAllButOne() {
        install(Ejection.afterFailures(1).maxPercent(100));
        fail("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4");
        assertEquals(D, rig.spread("web"));
    }

    /** Else it would be ejected at its first failure as soon as that is allowed. */
    @Test
    void whoMayNotBeBeginsANewRow() {
        install(Ejection.afterFailures(2).maxPercent(1));
        fail("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2");
        assertFalse(isEjected(B));
        rig.done(rig.server("web", A).enable());
        fail("10.0.0.2");
        assertFalse(isEjected(B));
        fail("10.0.0.2");
        assertTrue(isEjected(B));
    }

    // ---- how else it ends ----

    @Test
    void theOperatorEndsItByEnabling() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1");
        rig.done(rig.server("web", A).enable());
        assertEquals(Health.UNKNOWN, rig.snapshot("web", A).health());
        assertEquals(0, rig.time.pendingTasks());
        assertTrue(rig.spread("web").contains(A));
    }

    @Test
    void drainingAndDisablingDoNotEndIt() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1");
        rig.done(rig.server("web", A).disable());
        assertTrue(isEjected(A));
        rig.done(rig.server("web", A).drain(Duration.ofMinutes(1)));
        assertTrue(isEjected(A));
        assertNotEquals(A, rig.choose("web", "10.0.0.1", new Selection()));
        rig.advance(Duration.ofSeconds(10));
        assertEquals(A, rig.choose("web", "10.0.0.1", new Selection()));
    }

    @Test
    void endsWithTheServerAndTheService() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1", "10.0.0.2");
        assertEquals(2, rig.time.pendingTasks());
        rig.done(rig.handle("web").remove(A));
        assertEquals(1, rig.time.pendingTasks());
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.1", 80)));
        assertFalse(isEjected(A));
        rig.uninstall("web");
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void aServerThatIsGoneIsNotEjectedForWhatItsLastClientsSaw() {
        install(Ejection.afterFailures(1));
        Selection selection = new Selection();
        rig.choose("web", "10.0.0.1", selection);
        rig.done(rig.handle("web").remove(A));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        rig.time.runReady();
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void endsWhenItIsConfiguredAway() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1");
        rig.told();
        rig.reconfigure(service(Availability.DEFAULT).build());
        assertEquals(List.of("health web " + A + " ejected>unknown"), health());
        assertTrue(rig.spread("web").contains(A));
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void goesOnUnderAnotherPolicy() {
        install(Ejection.afterFailures(1));
        fail("10.0.0.1");
        rig.reconfigure(service(Ejection.afterFailures(7)).build());
        assertTrue(isEjected(A));
        rig.advance(Duration.ofSeconds(10));
        assertFalse(isEjected(A));
    }
}
