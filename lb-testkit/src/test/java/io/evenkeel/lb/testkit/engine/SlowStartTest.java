package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who starts slowly and who does not, and how the share grows. What schedulers make of it: {@link SlowStartShareTest}. */
class SlowStartTest {

    private static final Duration TIME = Duration.ofSeconds(100);
    private static final String ONE = "10.0.0.1:80";
    private static final String TWO = "10.0.0.2:80";

    private final EngineRig rig = new EngineRig(0, ScriptedRandom.seeded(1));

    private static TcpService.Builder service(Duration time) {
        return EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .availability(Availability.DEFAULT.slowStart(time).ejection(Ejection.afterFailures(1)));
    }

    private void install() {
        rig.install(service(TIME).build());
    }

    private void upDownUp(String id) {
        rig.verdict(id, Health.UP);
        rig.verdict(id, Health.DOWN);
        rig.verdict(id, Health.UP);
    }

    /** What the server on the second host is at now; it is chosen by persistence, which slow start does not hold back. */
    private double ramp() {
        return ramp("10.0.0.2");
    }

    private double ramp(String host) {
        Selection selection = new Selection();
        assertEquals(host + ":80", rig.choose("web", host, selection));
        double ramp = selection.member().ramp();
        selection.settle(Outcome.COMPLETED, 1);
        return ramp;
    }

    private void startsNow() {
        assertTrue(ramp() > 0 && ramp() < 0.02, () -> "at " + ramp());
    }

    private void doesNotStart() {
        assertEquals(1, ramp());
    }

    @Test
    void growsLinearlyFromNearlyNoneToAll() {
        install();
        upDownUp(TWO);
        startsNow();
        for (int percent = 1; percent < 100; percent++) {
            rig.advance(Duration.ofSeconds(1));
            assertEquals(percent / 100.0, ramp(), 0.011, percent + " %");
        }
        rig.advance(Duration.ofSeconds(1));
        assertEquals(1, ramp());
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void isNoneByDefault() {
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .build());
        upDownUp(TWO);
        doesNotStart();
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void isNotForServersThatAreThereAtTheStart() {
        install();
        doesNotStart();
        rig.verdict(TWO, Health.UP);
        doesNotStart();
    }

    @Test
    void isNotForServersThatGetClientsOnlyFromTheirFirstVerdictOn() {
        rig.install(service(TIME)
                .healthPolicy(HealthPolicy.DEFAULT.unknownIsUp(false))
                .build());
        rig.verdict(TWO, Health.UP);
        doesNotStart();
    }

    @Test
    void isForAServerThatWasDownAtTheStart() {
        install();
        rig.verdict(TWO, Health.DOWN);
        rig.verdict(TWO, Health.RECOVERING);
        rig.verdict(TWO, Health.UP);
        startsNow();
    }

    @Test
    void isForAServerThatWasDisabledOrDrained() {
        install();
        rig.done(rig.server("web", TWO).disable());
        rig.done(rig.server("web", TWO).enable());
        startsNow();
        rig.advance(TIME);
        rig.done(rig.server("web", TWO).drain(Duration.ofSeconds(30)));
        doesNotStart();
        rig.done(rig.server("web", TWO).enable());
        startsNow();
    }

    @Test
    void isForAServerThatWasEjected() {
        install();
        Selection selection = new Selection();
        rig.choose("web", "10.0.0.2", selection);
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        rig.time.runReady();
        assertEquals(Health.EJECTED, rig.snapshot("web", TWO).health());
        rig.advance(Duration.ofSeconds(10));
        assertEquals(Health.UNKNOWN, rig.snapshot("web", TWO).health());
        assertTrue(ramp() < 0.05, () -> "at " + ramp());
    }

    @Test
    void isForAServerWhoseWeightWasZero() {
        install();
        rig.done(rig.server("web", TWO).weight(0));
        rig.done(rig.server("web", TWO).weight(50));
        startsNow();
    }

    @Test
    void isNotForAnyOtherChangeOfAServerInUse() {
        install();
        rig.verdict(TWO, Health.UP);
        rig.verdict(TWO, Health.DOUBTFUL);
        rig.done(rig.server("web", TWO).weight(50));
        rig.done(rig.server("web", TWO).enable());
        rig.verdict(ONE, Health.DOWN);
        rig.reconfigure(service(TIME).server("10.0.0.3", 80).build());
        doesNotStart();
    }

    @Test
    void isForAServerThatIsAddedAtRunTime() {
        install();
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.3", 80)));
        assertEquals(0.01, ramp("10.0.0.3"));
        rig.advance(Duration.ofSeconds(50));
        rig.verdict("10.0.0.3:80", Health.UP); // its first verdict does not begin it anew
        assertEquals(0.5, ramp("10.0.0.3"), 0.011);
        rig.reconfigure(
                service(TIME).server("10.0.0.3", 80).server("10.0.0.4", 80).build());
        assertEquals(0.01, ramp("10.0.0.4"));
        doesNotStart();
    }

    @Test
    void isNotForAServiceThatIsAddedAtRunTime() {
        rig.install(EngineRig.checked("other").server("10.0.0.1", 80).build());
        install();
        doesNotStart();
        rig.uninstall("web");
        install();
        doesNotStart();
    }

    @Test
    void beginsAnewWithEachReturn() {
        install();
        upDownUp(TWO);
        rig.advance(Duration.ofSeconds(70));
        assertEquals(0.7, ramp(), 0.011);
        upDownUp(TWO);
        startsNow();
        rig.advance(Duration.ofSeconds(70));
        assertEquals(0.7, ramp(), 0.011);
    }

    @Test
    void endsWhenItIsConfiguredAway() {
        install();
        upDownUp(TWO);
        startsNow();
        rig.reconfigure(service(Duration.ZERO).build());
        doesNotStart();
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void leavesNoTimerBehindWhenTheServerOrTheServiceGoes() {
        install();
        upDownUp(TWO);
        upDownUp(ONE);
        assertEquals(1, rig.time.pendingTasks());
        rig.verdict(ONE, Health.DOWN);
        assertEquals(1, rig.time.pendingTasks());
        rig.done(rig.handle("web").remove(TWO));
        assertEquals(0, rig.time.pendingTasks());
        rig.verdict(ONE, Health.UP);
        assertEquals(1, rig.time.pendingTasks());
        rig.uninstall("web");
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void theShortestIsOverInOneStep() {
        rig.install(service(Duration.ofNanos(1)).build());
        upDownUp(TWO);
        rig.advance(Duration.ofMillis(50));
        doesNotStart();
        assertEquals(0, rig.time.pendingTasks());
    }
}
