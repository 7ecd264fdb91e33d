package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An endpoint lives as long as anybody may count on it, so that a server that returns is counted right. */
class SharedEndpointsTest {

    private static final String ID = "10.0.0.1:80";

    private final EngineRig rig = new EngineRig();
    private final Selection selection = new Selection();

    private void install(String service) {
        rig.install(EngineRig.unchecked(service)
                .server(RealServer.at("10.0.0.1", 80).maxConnections(1))
                .build());
    }

    private void removeAndAdd() {
        var remove = rig.handle("web").remove(ID);
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.1", 80).maxConnections(1)));
        rig.done(remove);
    }

    @Test
    void isKeptWhileInFlight() {
        install("web");
        rig.choose("web", selection);
        Endpoint first = selection.member().endpoint();
        removeAndAdd();
        assertEquals("ALL_FULL", rig.choose("web"));
        assertEquals(1, rig.snapshot("web", ID).inFlight());
        selection.settle(Outcome.COMPLETED, 1);
        selection.reset();
        assertEquals(ID, rig.choose("web", selection));
        assertSame(first, selection.member().endpoint());
    }

    @Test
    void isKeptAcrossServices() {
        install("web");
        rig.choose("web", selection);
        rig.uninstall("web");
        install("other");
        assertEquals("ALL_FULL", rig.choose("other"));
        selection.settle(Outcome.COMPLETED, 1);
        assertEquals(ID, rig.choose("other"));
    }

    @Test
    void isKeptWhileASelectionMayStillPickIt() {
        install("web");
        rig.install(EngineRig.unchecked("two")
                .server("10.0.0.2", 80)
                .server(RealServer.at("10.0.0.1", 80).maxConnections(1))
                .build());
        assertEquals("10.0.0.2:80", rig.choose("two", selection));
        // Nothing is in flight at 10.0.0.1 when it goes, but the selection began when it was a member.
        rig.uninstall("web");
        rig.done(rig.handle("two").remove(ID));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals(ID, rig.choose("two", selection));
        install("web");
        assertEquals(1, rig.snapshot("web", ID).inFlight());
        assertEquals("ALL_FULL", rig.choose("web"));
        selection.settle(Outcome.COMPLETED, 1);
        assertEquals(0, rig.snapshot("web", ID).inFlight());
    }

    @Test
    void isKeptThroughARemoveAndAddInOneTurn() {
        install("web");
        Selection early = new Selection();
        // Between the removal and its publication, workers pick from the old state.
        var remove = rig.handle("web").remove(ID);
        var pick = rig.control.submit(() -> assertEquals(ID, rig.choose("web", early)));
        var add = rig.handle("web").add(RealServer.at("10.0.0.1", 80).maxConnections(1));
        rig.time.runReady();
        rig.done(remove);
        rig.done(pick);
        rig.done(add);
        assertEquals(1, rig.snapshot("web", ID).inFlight());
        assertEquals("ALL_FULL", rig.choose("web"));
    }

    @Test
    void localhostIsTheSameEndpointAsItsAddress() {
        rig.install(EngineRig.unchecked("web")
                .server("localhost", 80)
                .server("127.0.0.1", 80)
                .build());
        assertEquals("localhost:80", rig.choose("web", selection));
        assertEquals(1, rig.snapshot("web", "127.0.0.1:80").inFlight());
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("ALL_TRIED", rig.choose("web", selection));
    }

    @Test
    void anotherPortIsAnotherEndpoint() {
        rig.install(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.1", 81)
                .build());
        rig.choose("web", selection);
        Endpoint first = selection.member().endpoint();
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("10.0.0.1:81", rig.choose("web", selection));
        assertNotSame(first, selection.member().endpoint());
    }

    @Test
    void addressesAreWrittenAsPeopleDo() {
        rig.install(EngineRig.unchecked("web")
                .server("::1", 80)
                .server("10.0.0.1", 80)
                .server(RealServer.at("::2"))
                .build());
        assertEquals(
                List.of("[0:0:0:0:0:0:0:1]:80", "10.0.0.1:80", "[0:0:0:0:0:0:0:2]:*"),
                rig.handle("web").servers().stream()
                        .map(server -> server.snapshot().address())
                        .toList());
    }
}
