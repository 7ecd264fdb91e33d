package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is healthy as another one is, in place of a check of its own. */
class FollowTest {

    private static final String WEB = "10.0.0.1:80";
    private static final String LEADER = "10.0.0.1:5061";

    private final EngineRig rig = new EngineRig();

    private static RealServer follower(String service, String server) {
        return RealServer.at("10.0.0.1", 80).healthyAs(service, server);
    }

    private static TcpService.Builder web(RealServer server) {
        return EngineRig.checked("web").server(server).server("10.0.0.2", 80);
    }

    private static TcpService.Builder sip() {
        return EngineRig.checked("sip").server("10.0.0.1", 5061).server("10.0.0.2", 5061);
    }

    private void installBoth() {
        rig.install(sip().build());
        rig.install(web(follower("sip", LEADER)).build());
        rig.told();
    }

    private Health health() {
        return rig.snapshot("web", WEB).health();
    }

    private String cause() {
        return rig.snapshot("web", WEB).cause();
    }

    private void isUnknown(String followed) {
        assertEquals(Health.UNKNOWN, health());
        assertEquals(followed + " is not there to be followed", cause());
        assertTrue(rig.spread("web").contains(WEB));
    }

    private boolean firstVerdicts() {
        CompletableFuture<Void> stage = rig.engine.firstVerdicts().toCompletableFuture();
        rig.time.runReady();
        return stage.isDone();
    }

    @ParameterizedTest
    @EnumSource(
            value = Health.class,
            names = {"UP", "DOUBTFUL", "DOWN", "RECOVERING"})
    void isWhatTheOtherIs(Health verdict) {
        installBoth();
        rig.verdict(LEADER, verdict, "scripted");
        assertEquals(verdict, health());
        assertEquals("sip/" + LEADER + ": scripted", cause());
        assertEquals(verdict.isUp(true), rig.spread("web").contains(WEB));
    }

    @Test
    void isToldInTheSameTurn() {
        installBoth();
        rig.verdict(LEADER, Health.UP);
        rig.told();
        rig.verdict(LEADER, Health.DOWN);
        assertEquals(
                List.of(
                        "status sip degraded",
                        "health sip " + LEADER + " up>down",
                        "loss sip " + LEADER + " DOWN",
                        "status web degraded",
                        "health web " + WEB + " up>down",
                        "loss web " + WEB + " DOWN"),
                rig.told());
        assertEquals(
                rig.snapshot("sip", LEADER).since(), rig.snapshot("web", WEB).since());
    }

    @Test
    void mayFollowAServerOfItsOwnService() {
        rig.install(EngineRig.checked("web")
                .server(follower("web", "10.0.0.2:80"))
                .server("10.0.0.2", 80)
                .build());
        assertEquals(Health.UNKNOWN, health());
        rig.verdict("10.0.0.2:80", Health.DOWN);
        assertEquals(Health.DOWN, health());
        assertEquals("NONE_AVAILABLE", rig.spread("web"));
        rig.verdict("10.0.0.2:80", Health.UP);
        assertEquals(Health.UP, health());
    }

    @Test
    void hasNoCheckOfItsOwn() {
        installBoth();
        assertEquals(3, rig.watch.watches());
        rig.verdict(WEB, Health.DOWN);
        assertEquals(Health.UNKNOWN, health());
    }

    @Test
    void needsNoPortToBeChecked() {
        rig.install(sip().build());
        rig.install(EngineRig.checked("any")
                .server(RealServer.at("10.0.0.1").healthyAs("sip", LEADER))
                .build());
        rig.verdict(LEADER, Health.UP);
        assertEquals(Health.UP, rig.snapshot("any", "10.0.0.1").health());
    }

    // ---- coming and going ----

    @Test
    void isUnknownAsLongAsTheOtherIsNotThere() {
        rig.install(web(follower("sip", LEADER)).build());
        isUnknown("sip/" + LEADER);
        rig.install(EngineRig.checked("sip").server("10.0.0.2", 5061).build());
        isUnknown("sip/" + LEADER);
        rig.done(rig.handle("sip").add(RealServer.at("10.0.0.1", 5061)));
        assertEquals(Health.UNKNOWN, health());
        assertEquals("", cause());
        rig.verdict(LEADER, Health.DOWN);
        assertEquals(Health.DOWN, health());
    }

    @Test
    void isUnknownAgainWhenTheOtherIsRemoved() {
        installBoth();
        rig.verdict(LEADER, Health.DOWN);
        rig.done(rig.handle("sip").remove(LEADER));
        isUnknown("sip/" + LEADER);
        rig.done(rig.handle("sip").add(RealServer.at("10.0.0.1", 5061)));
        rig.verdict(LEADER, Health.DOWN);
        assertEquals(Health.DOWN, health());
        rig.uninstall("sip");
        isUnknown("sip/" + LEADER);
    }

    @Test
    void mayItselfGo() {
        installBoth();
        rig.done(rig.handle("web").remove(WEB));
        rig.verdict(LEADER, Health.DOWN);
        rig.uninstall("web");
        rig.uninstall("sip");
        assertEquals(0, rig.watch.watches());
    }

    @Test
    void keepsItsHealthFromFollowingToItsOwnCheck() {
        installBoth();
        rig.verdict(LEADER, Health.DOWN);
        rig.reconfigure(web(RealServer.at("10.0.0.1", 80)).build());
        assertEquals(Health.DOWN, health());
        assertEquals(4, rig.watch.watches());
        rig.verdict(WEB, Health.UP);
        assertEquals(Health.UP, health());
        rig.verdict(LEADER, Health.DOUBTFUL);
        assertEquals(Health.UP, health());
    }

    @Test
    void givesUpItsOwnCheckWhenItBeginsToFollow() {
        rig.install(sip().build());
        rig.verdict(LEADER, Health.DOUBTFUL);
        rig.install(web(RealServer.at("10.0.0.1", 80)).build());
        rig.verdict(WEB, Health.DOWN);
        rig.reconfigure(web(follower("sip", LEADER)).build());
        assertEquals(Health.DOUBTFUL, health());
        assertEquals(3, rig.watch.watches());
    }

    // ---- who cannot be followed ----

    @Test
    void aServerThatItselfFollowsCannotBeFollowed() {
        installBoth();
        rig.verdict(LEADER, Health.DOWN);
        rig.install(EngineRig.checked("third")
                .server(RealServer.at("10.0.0.1", 8080).healthyAs("web", WEB))
                .build());
        assertEquals(Health.DOWN, health());
        assertEquals(Health.UNKNOWN, rig.snapshot("third", "10.0.0.1:8080").health());
        assertEquals("10.0.0.1:8080", rig.choose("third"));
    }

    @Test
    void nobodyFollowsItselfOrInACircle() {
        rig.install(web(follower("web", WEB)).build());
        isUnknown("web/" + WEB);
        rig.reconfigure(EngineRig.checked("web")
                .server(follower("web", "10.0.0.2:80"))
                .server(RealServer.at("10.0.0.2", 80).healthyAs("web", WEB))
                .build());
        isUnknown("web/10.0.0.2:80");
        assertEquals(Health.UNKNOWN, rig.snapshot("web", "10.0.0.2:80").health());
        assertTrue(firstVerdicts());
    }

    @Test
    void unknownCountsAsConfigured() {
        rig.install(EngineRig.checked("web")
                .server(follower("sip", LEADER))
                .healthPolicy(HealthPolicy.DEFAULT.unknownIsUp(false))
                .build());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        rig.install(sip().build());
        rig.verdict(LEADER, Health.UP);
        assertEquals(WEB, rig.choose("web"));
    }

    // ---- what is taken over, and what is not ----

    @Test
    void anUncheckedServerMakesItsFollowerUnchecked() {
        rig.install(EngineRig.unchecked("sip").server("10.0.0.1", 5061).build());
        rig.install(web(follower("sip", LEADER)).build());
        assertEquals(Health.UNCHECKED, health());
        assertTrue(rig.spread("web").contains(WEB));
    }

    @Test
    void aFollowerMayBeInAServiceWithoutChecks() {
        rig.install(sip().build());
        rig.install(EngineRig.unchecked("web").server(follower("sip", LEADER)).build());
        rig.verdict(LEADER, Health.DOWN);
        assertEquals(Health.DOWN, health());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
    }

    @Test
    void whatTheOperatorDoesToTheOtherIsNotTakenOver() {
        installBoth();
        rig.verdict(LEADER, Health.UP);
        rig.done(rig.server("sip", LEADER).disable());
        assertEquals(Health.UP, health());
        assertTrue(rig.spread("web").contains(WEB));
    }

    @Test
    void theOthersEjectionIsNotTakenOver() {
        rig.install(sip().availability(Availability.DEFAULT.ejection(Ejection.afterFailures(1)))
                .build());
        rig.install(web(follower("sip", LEADER)).build());
        rig.verdict(LEADER, Health.UP);
        rig.fail("sip", "10.0.0.1");
        assertEquals(Health.EJECTED, rig.snapshot("sip", LEADER).health());
        assertEquals(Health.UP, health());
    }

    @Test
    void aFollowerMayBeEjectedAndStartSlowly() {
        rig.install(sip().build());
        rig.install(web(follower("sip", LEADER))
                .availability(
                        Availability.DEFAULT.ejection(Ejection.afterFailures(1)).slowStart(Duration.ofSeconds(100)))
                .build());
        rig.verdict(LEADER, Health.UP);
        rig.fail("web", "10.0.0.1");
        assertEquals(Health.EJECTED, health());
        rig.verdict(LEADER, Health.DOWN);
        assertEquals(Health.DOWN, health());
        rig.advance(Duration.ofSeconds(10));
        assertEquals(0, rig.time.pendingTasks());
        rig.verdict(LEADER, Health.UP);
        assertEquals(1, rig.time.pendingTasks());
    }

    // ---- first verdicts ----

    @Test
    void firstVerdictsDoNotWaitForAFollowerWithoutAnOther() {
        rig.install(EngineRig.checked("web").server(follower("sip", LEADER)).build());
        assertTrue(firstVerdicts());
    }

    @Test
    void firstVerdictsWaitForTheOthersVerdict() {
        rig.install(EngineRig.checked("sip").server("10.0.0.1", 5061).build());
        rig.install(EngineRig.checked("web").server(follower("sip", LEADER)).build());
        assertFalse(firstVerdicts());
        rig.verdict(LEADER, Health.DOWN);
        assertTrue(firstVerdicts());
    }

    @Test
    void firstVerdictsDoNotWaitForAnOtherThatIsGone() {
        rig.install(EngineRig.checked("sip").server("10.0.0.1", 5061).build());
        rig.install(EngineRig.checked("web").server(follower("sip", LEADER)).build());
        CompletableFuture<Void> stage = rig.engine.firstVerdicts().toCompletableFuture();
        rig.time.runReady();
        assertFalse(stage.isDone());
        rig.uninstall("sip");
        assertTrue(stage.isDone());
    }

    @Test
    void firstVerdictsAreTheOthersWhicheverComesFirst() {
        rig.control.execute(() -> rig.engine.install(
                EngineRig.checked("web").server(follower("sip", LEADER)).build()));
        rig.control.execute(() -> rig.engine.install(
                EngineRig.checked("sip").server("10.0.0.1", 5061).build()));
        CompletableFuture<Void> stage = rig.engine.firstVerdicts().toCompletableFuture();
        rig.time.runReady();
        assertFalse(stage.isDone());
        rig.verdict(LEADER, Health.UP);
        assertTrue(stage.isDone());
    }
}
