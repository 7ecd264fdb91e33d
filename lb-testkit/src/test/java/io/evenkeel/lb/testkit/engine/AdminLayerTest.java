package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.status.AdminState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the administrator sets is a layer of its own, beside what is declared and what is observed. */
class AdminLayerTest {

    private static final String ID = "10.0.0.1:80";

    private final EngineRig rig = new EngineRig();

    @BeforeEach
    void install() {
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .build());
    }

    @Test
    void healthAndAdminMustBothAllow() {
        rig.done(rig.server("web", "10.0.0.2:80").disable());
        rig.verdict(ID, Health.DOWN);
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        rig.done(rig.server("web", ID).enable());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        rig.verdict(ID, Health.UP);
        assertEquals(ID, rig.choose("web"));
        rig.done(rig.server("web", ID).disable());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        rig.verdict(ID, Health.DOWN);
        rig.verdict(ID, Health.UP);
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
    }

    @Test
    void survivesAReplacedConfiguration() {
        rig.done(rig.server("web", ID).disable());
        rig.done(rig.server("web", ID).weight(7));
        rig.reconfigure(EngineRig.checked("web")
                .scheduler(Scheduler.weightedRoundRobin())
                .server(RealServer.at("10.0.0.1", 80).weight(500).maxConnections(9))
                .server("10.0.0.3", 80)
                .build());
        assertEquals(AdminState.DISABLED, rig.snapshot("web", ID).admin());
        assertEquals(7, rig.snapshot("web", ID).weight());
        rig.done(rig.server("web", ID).enable());
        assertEquals(7, rig.snapshot("web", ID).weight());
    }

    @Test
    void withoutAnOverrideTheDeclaredWeightCounts() {
        rig.reconfigure(EngineRig.checked("web")
                .server(RealServer.at("10.0.0.1", 80).weight(500))
                .build());
        assertEquals(500, rig.snapshot("web", ID).weight());
    }

    @Test
    void isForgottenWithTheServer() {
        rig.done(rig.server("web", ID).disable());
        rig.done(rig.server("web", ID).weight(7));
        rig.done(rig.handle("web").remove(ID));
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.1", 80)));
        assertEquals(AdminState.ENABLED, rig.snapshot("web", ID).admin());
        assertEquals(100, rig.snapshot("web", ID).weight());
    }

    @Test
    void belongsToOneServiceOnly() {
        rig.install(EngineRig.checked("other").server("10.0.0.1", 80).build());
        rig.done(rig.server("web", ID).disable());
        assertEquals(AdminState.ENABLED, rig.snapshot("other", ID).admin());
        assertEquals(ID, rig.choose("other"));
    }

    @Test
    void weight0TakesNoNewClientsAndAnyOtherDoes() {
        rig.done(rig.server("web", ID).weight(0));
        assertEquals("10.0.0.2:80", rig.choose("web"));
        assertEquals("10.0.0.2:80", rig.choose("web"));
        rig.done(rig.server("web", ID).weight(65535));
        assertEquals(List.of(ID, "10.0.0.2:80"), List.of(rig.choose("web"), rig.choose("web")));
    }

    @Test
    void aChangeIsToldOnceWithTheStateBefore() {
        rig.told();
        rig.done(rig.server("web", ID).disable());
        rig.done(rig.server("web", ID).disable());
        rig.done(rig.server("web", ID).weight(7));
        rig.done(rig.server("web", ID).enable());
        assertEquals(
                List.of(
                        "admin web 10.0.0.1:80 enabled>disabled weight 100",
                        "admin web 10.0.0.1:80 disabled>disabled weight 7",
                        "admin web 10.0.0.1:80 disabled>enabled weight 7"),
                rig.told());
    }
}
