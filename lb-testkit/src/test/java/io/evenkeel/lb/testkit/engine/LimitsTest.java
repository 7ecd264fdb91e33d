package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import org.junit.jupiter.api.Test;

/** Limits compare with what is in flight at the endpoint, whichever pool it came through. */
class LimitsTest {

    private final EngineRig rig = new EngineRig();

    @Test
    void aFullServerIsPassedOverUntilAPlaceIsFree() {
        rig.install(EngineRig.unchecked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(1))
                .server(RealServer.at("10.0.0.2", 80).maxConnections(2))
                .build());
        Selection first = new Selection();
        assertEquals("10.0.0.1:80", rig.choose("web", first));
        assertEquals("10.0.0.2:80", rig.choose("web"));
        assertEquals("10.0.0.2:80", rig.choose("web"));
        assertEquals("ALL_FULL", rig.choose("web"));
        first.settle(Outcome.COMPLETED, 1);
        assertEquals("10.0.0.1:80", rig.choose("web"));
        assertEquals("ALL_FULL", rig.choose("web"));
    }

    @Test
    void allTriedOrAllFull() {
        rig.install(EngineRig.unchecked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(1))
                .server("10.0.0.2", 80)
                .build());
        assertEquals("10.0.0.1:80", rig.choose("web"));
        Selection selection = new Selection();
        assertEquals("10.0.0.2:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("ALL_FULL", rig.choose("web", selection));
    }

    @Test
    void poolsThatNameOneEndpointCountTogether() {
        rig.install(EngineRig.unchecked("a")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(2))
                .build());
        rig.install(EngineRig.unchecked("b")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(3))
                .build());
        assertEquals("10.0.0.1:80", rig.choose("a"));
        assertEquals("10.0.0.1:80", rig.choose("b"));
        assertEquals("ALL_FULL", rig.choose("a"));
        assertEquals("10.0.0.1:80", rig.choose("b"));
        assertEquals("ALL_FULL", rig.choose("b"));
        assertEquals(3, rig.snapshot("a", "10.0.0.1:80").inFlight());
        assertEquals(3, rig.snapshot("b", "10.0.0.1:80").inFlight());
        assertEquals(1, rig.snapshot("a", "10.0.0.1:80").totalConnections());
    }

    @Test
    void aServerWithAPortIsAnotherEndpointThanOneWithout() {
        rig.install(EngineRig.unchecked("a").server("10.0.0.1", 80).build());
        rig.install(EngineRig.unchecked("b").server(RealServer.at("10.0.0.1")).build());
        rig.choose("a");
        assertEquals(0, rig.snapshot("b", "10.0.0.1").inFlight());
        assertEquals("10.0.0.1:*", rig.snapshot("b", "10.0.0.1").address());
    }

    @Test
    void aLowerLimitHoldsForNewClients() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        Selection[] open = {new Selection(), new Selection()};
        rig.choose("web", open[0]);
        rig.choose("web", open[1]);
        rig.reconfigure(EngineRig.unchecked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(2))
                .build());
        assertEquals("ALL_FULL", rig.choose("web"));
        open[0].settle(Outcome.COMPLETED, 1);
        assertEquals("10.0.0.1:80", rig.choose("web"));
    }
}
