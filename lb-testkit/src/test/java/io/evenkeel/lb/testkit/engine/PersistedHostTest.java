package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host that a client persists to is preferred, as long as it may take those that are persisted to it. */
class PersistedHostTest {

    private static final String HOST = "10.0.0.2";
    private static final String ID = "10.0.0.2:80";

    private final EngineRig rig = new EngineRig();
    private final Selection selection = new Selection();

    @BeforeEach
    void install() {
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server(RealServer.at(HOST, 80).maxConnections(1))
                .build());
    }

    @Test
    void isPreferred() {
        assertEquals(ID, rig.choose("web", HOST, selection));
    }

    @Test
    void isPreferredWhileItDrains() {
        rig.done(rig.server("web", ID).drain(Duration.ofSeconds(30)));
        assertEquals(ID, rig.choose("web", HOST, selection));
        assertEquals("10.0.0.1:80", rig.choose("web"));
    }

    @Test
    void isPreferredAtWeight0() {
        rig.done(rig.server("web", ID).weight(0));
        assertEquals(ID, rig.choose("web", HOST, selection));
        assertEquals("10.0.0.1:80", rig.choose("web"));
    }

    @Test
    void isPreferredOverALowerPriorityNumber() {
        rig.reconfigure(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server(RealServer.at(HOST, 80).priority(9))
                .build());
        assertEquals(ID, rig.choose("web", HOST, selection));
    }

    @Test
    void isLeftWhenDisabledOrItsDrainIsOver() {
        rig.done(rig.server("web", ID).disable());
        assertEquals("10.0.0.1:80", rig.choose("web", HOST, new Selection()));
        rig.done(rig.server("web", ID).drain(Duration.ofSeconds(30)));
        rig.advance(Duration.ofSeconds(30));
        assertEquals("10.0.0.1:80", rig.choose("web", HOST, new Selection()));
    }

    @Test
    void isLeftWhenDown() {
        rig.verdict(ID, Health.DOWN);
        assertEquals("10.0.0.1:80", rig.choose("web", HOST, selection));
    }

    @Test
    void isLeftWhenFull() {
        assertEquals(ID, rig.choose("web", HOST, new Selection()));
        assertEquals("10.0.0.1:80", rig.choose("web", HOST, selection));
    }

    @Test
    void isLeftWhenTried() {
        rig.choose("web", HOST, selection);
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("10.0.0.1:80", rig.choose("web", HOST, selection));
    }

    @Test
    void whoIsNoMemberIsPassedOver() {
        assertEquals("10.0.0.1:80", rig.choose("web", "192.0.2.1", selection));
    }

    @Test
    void portsOfOneHostFollowTheOrderOfDeclaration() {
        rig.install(EngineRig.unchecked("two").server(HOST, 1).server(HOST, 2).build());
        assertEquals(HOST + ":1", rig.choose("two", HOST, selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals(HOST + ":2", rig.choose("two", HOST, selection));
    }

    @Test
    void isToldOfEachServerById() {
        LivePool pool = rig.engine.service("web").pool();
        Map<String, String> before = pool.boundAs();
        assertEquals(Map.of("10.0.0.1:80", "10.0.0.1", ID, HOST), before);
        rig.verdict(ID, Health.DOWN);
        rig.done(rig.server("web", "10.0.0.1:80").weight(3));
        assertSame(before, pool.boundAs(), "nothing of it has changed");
        rig.reconfigure(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server(HOST, 80)
                .server(HOST, 81)
                .build());
        assertEquals(Map.of("10.0.0.1:80", "10.0.0.1", ID, ID, HOST + ":81", HOST + ":81"), pool.boundAs());
    }

    @Test
    void isReachedWhereNobodyTakesNewClients() {
        rig.done(rig.server("web", ID).drain(Duration.ofSeconds(30)));
        rig.done(rig.server("web", "10.0.0.1:80").disable());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        assertEquals(ID, rig.choose("web", HOST, selection));
    }
}
