package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What checks say of a member: how it is asked for, kept, told and forgotten. */
class HealthLayerTest {

    private static final String ID = "10.0.0.1:80";

    private final EngineRig rig = new EngineRig();

    private static TcpService.Builder web() {
        return EngineRig.checked("web").server("10.0.0.1", 80);
    }

    private Health health() {
        return rig.snapshot("web", ID).health();
    }

    @Test
    void isUnknownAndUpUntilTheFirstVerdict() {
        rig.install(web().build());
        assertEquals(Health.UNKNOWN, health());
        assertEquals(ID, rig.choose("web"));
    }

    @Test
    void mayBeConfiguredToCountAsDownUntilThen() {
        rig.install(web().healthPolicy(HealthPolicy.DEFAULT.unknownIsUp(false)).build());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        rig.verdict(ID, Health.UP);
        assertEquals(ID, rig.choose("web"));
    }

    @Test
    void newMembersNeverEmptyAPool() {
        rig.install(web().build());
        rig.verdict(ID, Health.UP);
        rig.reconfigure(EngineRig.checked("web").server("10.0.0.2", 80).build());
        assertEquals("10.0.0.2:80", rig.choose("web"));
    }

    @Test
    void aSharedProbesVerdictIsThereAtOnce() {
        rig.install(web().build());
        rig.verdict(ID, Health.DOWN, "refused");
        rig.install(EngineRig.checked("other").server("10.0.0.1", 80).build());
        assertEquals("NONE_AVAILABLE", rig.choose("other"));
        assertEquals("refused", rig.snapshot("other", ID).cause());
        assertEquals(1, rig.watch.specs().size());
        assertEquals(2, rig.watch.watches());
    }

    @Test
    void aFlipIsToldAndMeansALoss() {
        rig.install(web().build());
        rig.told();
        rig.verdict(ID, Health.UP);
        rig.verdict(ID, Health.DOUBTFUL);
        rig.verdict(ID, Health.DOWN);
        assertEquals(
                List.of(
                        "health web 10.0.0.1:80 unknown>up",
                        "health web 10.0.0.1:80 up>doubtful",
                        "status web down",
                        "health web 10.0.0.1:80 doubtful>down",
                        "loss web 10.0.0.1:80 DOWN"),
                rig.told());
    }

    @Test
    void aRecoveryThatFailsIsNoSecondLoss() {
        rig.install(web().build());
        rig.verdict(ID, Health.DOWN);
        rig.told();
        rig.verdict(ID, Health.RECOVERING);
        rig.verdict(ID, Health.DOWN);
        assertEquals(
                List.of("health web 10.0.0.1:80 down>recovering", "health web 10.0.0.1:80 recovering>down"),
                rig.told());
    }

    @Test
    void aNewCauseIsPublishedButNotToldAndKeepsSince() {
        rig.install(web().build());
        rig.verdict(ID, Health.DOWN, "refused");
        var since = rig.snapshot("web", ID).since();
        rig.told();
        rig.advance(Duration.ofSeconds(5));
        rig.verdict(ID, Health.DOWN, "timeout");
        assertEquals(List.of(), rig.told());
        assertEquals("timeout", rig.snapshot("web", ID).cause());
        assertEquals(since, rig.snapshot("web", ID).since());
        rig.verdict(ID, Health.UP);
        assertEquals(since.plusSeconds(5), rig.snapshot("web", ID).since());
    }

    @Test
    void aReplacedConfigurationKeepsItAndTheProbe() {
        rig.install(web().build());
        rig.verdict(ID, Health.DOWN);
        rig.reconfigure(web().server("10.0.0.2", 80).build());
        assertEquals(Health.DOWN, health());
        assertEquals(2, rig.watch.watches());
    }

    @Test
    void anotherCheckKeepsItUntilItsOwnVerdict() {
        rig.install(web().build());
        rig.verdict(ID, Health.DOWN);
        rig.reconfigure(web().healthCheck(new EngineRig.Check("other"), HealthPolicy.DEFAULT)
                .build());
        assertEquals(Health.DOWN, health());
        assertEquals(
                List.of(new EngineRig.Check("other")),
                rig.watch.specs().stream().map(spec -> (Object) spec.check()).toList());
        rig.verdict(ID, Health.UP);
        assertEquals(Health.UP, health());
    }

    /** A probe without a verdict yet may still have something to say. */
    @Test
    void withoutAVerdictTheCauseIsTakenAndTheHealthStays() {
        rig.install(web().build());
        rig.told();
        rig.verdict(ID, Health.UNKNOWN, "refused");
        assertEquals(Health.UNKNOWN, health());
        assertEquals("refused", rig.snapshot("web", ID).cause());
        rig.verdict(ID, Health.DOWN, "refused");
        rig.reconfigure(web().healthCheck(new EngineRig.Check("other"), HealthPolicy.DEFAULT)
                .build());
        rig.told();
        rig.verdict(ID, Health.UNKNOWN, "timeout");
        assertEquals(Health.DOWN, health());
        assertEquals("timeout", rig.snapshot("web", ID).cause());
        assertEquals(List.of(), rig.told());
    }

    @Test
    void checksAreSwitchedOffAndOnAgain() {
        rig.install(web().build());
        rig.verdict(ID, Health.DOWN);
        rig.reconfigure(
                web().healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT).build());
        assertEquals(Health.UNCHECKED, health());
        assertEquals("", rig.snapshot("web", ID).cause());
        assertEquals(0, rig.watch.watches());
        rig.reconfigure(web().build());
        assertEquals(Health.UNKNOWN, health());
        assertEquals(1, rig.watch.watches());
    }

    @Test
    void thePolicysPortIsAsked() {
        rig.install(web().healthPolicy(HealthPolicy.DEFAULT.port(9000)).build());
        assertEquals("10.0.0.1:9000", rig.watch.specs().get(0).target().toString());
        assertEquals(EngineRig.CHECK, rig.watch.specs().get(0).check());
    }

    @Test
    void isForgottenWithTheServerAndItsWatchEnds() {
        rig.install(web().server("10.0.0.2", 80).build());
        rig.verdict(ID, Health.DOWN);
        rig.done(rig.handle("web").remove(ID));
        assertEquals(1, rig.watch.watches());
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.1", 80)));
        assertEquals(Health.UNKNOWN, health());
        rig.uninstall("web");
        assertEquals(0, rig.watch.watches());
        assertTrue(rig.watch.specs().isEmpty());
    }
}
