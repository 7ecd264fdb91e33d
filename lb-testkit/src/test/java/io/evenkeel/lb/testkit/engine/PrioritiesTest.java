package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import org.junit.jupiter.api.Test;

/** The order of fallback from one priority to the next. */
class PrioritiesTest {

    private final EngineRig rig = new EngineRig();

    private void install() {
        rig.install(EngineRig.checked("web")
                .server(RealServer.at("10.0.0.9", 80).priority(20))
                .server(RealServer.at("10.0.0.1", 80).priority(1).maxConnections(2))
                .server(RealServer.at("10.0.0.2", 80).priority(1).maxConnections(2))
                .server(RealServer.at("10.0.0.5", 80).priority(3))
                .build());
    }

    @Test
    void theLowestNumberIsServedFirst() {
        install();
        assertEquals("10.0.0.1:80", rig.choose("web"));
        assertEquals("10.0.0.2:80", rig.choose("web"));
        assertEquals("10.0.0.1:80", rig.choose("web"));
        assertEquals("10.0.0.2:80", rig.choose("web"));
    }

    @Test
    void overflowGoesToTheNextPriority() {
        install();
        for (int i = 0; i < 4; i++) {
            rig.choose("web");
        }
        assertEquals("10.0.0.5:80", rig.choose("web"));
        assertEquals("10.0.0.5:80", rig.choose("web"));
    }

    @Test
    void retriesGoThroughAllPriorities() {
        install();
        Selection selection = new Selection();
        for (String id : new String[] {"10.0.0.1:80", "10.0.0.2:80", "10.0.0.5:80", "10.0.0.9:80"}) {
            assertEquals(id, rig.choose("web", selection));
            selection.exclude(Outcome.CONNECT_FAILED, 1);
        }
        assertEquals("ALL_TRIED", rig.choose("web", selection));
    }

    @Test
    void aPriorityThatIsDownIsSkippedAndItsRotationGoesOn() {
        install();
        assertEquals("10.0.0.1:80", rig.choose("web"));
        rig.verdict("10.0.0.1:80", Health.DOWN);
        rig.verdict("10.0.0.2:80", Health.DOWN);
        assertEquals("10.0.0.5:80", rig.choose("web"));
        rig.verdict("10.0.0.1:80", Health.UP);
        rig.verdict("10.0.0.2:80", Health.UP);
        assertEquals("10.0.0.2:80", rig.choose("web"));
    }

    @Test
    void aReplacedConfigurationMayChangeThePriorities() {
        install();
        rig.reconfigure(EngineRig.checked("web")
                .server(RealServer.at("10.0.0.9", 80).priority(0))
                .server(RealServer.at("10.0.0.1", 80).priority(1))
                .build());
        assertEquals("10.0.0.9:80", rig.choose("web"));
    }
}
