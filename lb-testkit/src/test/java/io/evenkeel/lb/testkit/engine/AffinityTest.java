package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.persist.SourcePersistence;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Persistence by source address and the engine together: who stays, who moves, and for how long. */
class AffinityTest {

    private static final String ONE = "10.0.0.1:80";
    private static final String TWO = "10.0.0.2:80";
    private static final String SORRY = "10.9.9.9:80";
    private static final String CLIENT = "192.0.2.1";

    private final EngineRig rig = new EngineRig();

    private static TcpService.Builder service(SourcePersistence persistence) {
        return EngineRig.checked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(2))
                .server(RealServer.at("10.0.0.2", 80))
                .server(RealServer.at("10.0.0.3", 80))
                .persistence(persistence)
                .availability(Availability.DEFAULT
                        .sorryServer(RealServer.at("10.9.9.9", 80))
                        .ejection(Ejection.afterFailures(2)));
    }

    private void install() {
        rig.install(service(Persistence.source()).build());
    }

    private Visitor visitor(String address) {
        return Visitor.of(rig, "web", address);
    }

    private String visit(String address) {
        return visitor(address).visits();
    }

    private String visit() {
        return visit(CLIENT);
    }

    /** How many servers several clients get. */
    private int servers(String... clients) {
        Set<String> ids = new HashSet<>();
        for (String client : clients) {
            ids.add(visit(client));
        }
        return ids.size();
    }

    private void moves(Runnable gone, Runnable back) {
        install();
        assertEquals(ONE, visit());
        gone.run();
        String other = visit();
        assertNotEquals(ONE, other);
        assertEquals(other, visit());
        back.run();
        for (int i = 0; i < 5; i++) {
            assertEquals(other, visit());
        }
    }

    private void stays(Runnable meanwhile) {
        install();
        assertEquals(ONE, visit());
        meanwhile.run();
        for (int i = 0; i < 5; i++) {
            assertEquals(ONE, visit());
        }
    }

    // ---- how long ----

    @Test
    void aClientKeepsItsServerAndOthersGetTheirs() {
        stays(() -> {});
        assertEquals(3, servers("192.0.2.2", "192.0.2.3", "192.0.2.4"));
        assertEquals(3, servers("192.0.2.2", "192.0.2.3", "192.0.2.4"));
    }

    @Test
    void withoutPersistenceThereIsNoTable() {
        rig.install(EngineRig.checked("web").server("10.0.0.1", 80).build());
        assertEquals(null, rig.engine.service("web").affinity());
        assertTrue(rig.handle("web").snapshot().persistence().isEmpty());
    }

    @Test
    void isForgottenAfterTheTimeout() {
        install();
        assertEquals(ONE, visit());
        rig.advance(Duration.ofSeconds(1200).minusMillis(1));
        assertEquals(ONE, visit());
        rig.advance(Duration.ofSeconds(1200));
        assertEquals(TWO, visit());
    }

    @Test
    void theTimeoutRunsFromTheLastBeginningOrEnd() {
        install();
        Visitor open = visitor(CLIENT);
        assertEquals(ONE, open.chooses());
        open.isConnected();
        rig.advance(Duration.ofSeconds(1000));
        open.ends();
        rig.advance(Duration.ofSeconds(1000));
        Visitor next = visitor(CLIENT);
        rig.advance(Duration.ofSeconds(1000));
        next.visits();
        rig.advance(Duration.ofSeconds(1000));
        assertEquals(ONE, visit());
    }

    @Test
    void aConnectionThatOutlastsTheTimeoutIsNoUse() {
        install();
        Visitor open = visitor(CLIENT);
        open.chooses();
        open.isConnected();
        rig.advance(Duration.ofSeconds(1200));
        open.ends();
        assertEquals(TWO, visit());
    }

    @Test
    void theTimeoutMayBeAnother() {
        rig.install(service(Persistence.source().timeout(Duration.ofSeconds(5))).build());
        assertEquals(ONE, visit());
        rig.advance(Duration.ofSeconds(4));
        assertEquals(ONE, visit());
        rig.advance(Duration.ofSeconds(5));
        assertEquals(TWO, visit());
    }

    // ---- which clients are one ----

    @Test
    void aNetworkMayBeOneClient() {
        rig.install(service(Persistence.source().prefix(24).prefix6(64)).build());
        assertEquals(1, servers("192.0.2.1", "192.0.2.200", "192.0.2.0"));
        assertEquals(TWO, visit("192.0.3.1"));
        assertEquals(1, servers("2001:db8::1", "2001:db8::ffff:0:0:1"));
        assertNotEquals(visit("2001:db8::1"), visit("2001:db8:0:1::1"));
    }

    @Test
    void byDefaultEveryAddressIsAClient() {
        install();
        assertEquals(3, servers("192.0.2.1", "192.0.2.2", "192.0.2.3"));
        assertEquals(3, servers("2001:db8::1", "2001:db8::2", "2001:db8::3"));
    }

    // ---- who moves ----

    @Test
    void movesFromAServerThatIsDown() {
        moves(() -> rig.verdict(ONE, Health.DOWN), () -> rig.verdict(ONE, Health.UP));
    }

    @Test
    void movesFromAServerThatIsEjected() {
        moves(
                () -> {
                    rig.fail("web", "10.0.0.1");
                    rig.fail("web", "10.0.0.1");
                },
                () -> rig.done(rig.server("web", ONE).enable()));
    }

    @Test
    void movesFromAServerThatIsDisabled() {
        moves(
                () -> rig.done(rig.server("web", ONE).disable()),
                () -> rig.done(rig.server("web", ONE).enable()));
    }

    @Test
    void movesFromAServerThatIsRemoved() {
        moves(
                () -> rig.done(rig.handle("web").remove(ONE)),
                () -> rig.done(rig.handle("web").add(RealServer.at("10.0.0.1", 80))));
    }

    @Test
    void movesFromAServerThatIsNotReached() {
        install();
        assertEquals(ONE, visit());
        Visitor next = visitor(CLIENT);
        assertEquals(ONE, next.chooses());
        String other = next.fails();
        assertNotEquals(ONE, other);
        next.isConnected();
        next.ends();
        assertEquals(other, visit());
    }

    @Test
    void isNotBoundToAServerThatItDidNotReach() {
        install();
        Visitor first = visitor(CLIENT);
        assertEquals(ONE, first.chooses());
        assertEquals(TWO, first.fails());
        first.isConnected();
        assertEquals(TWO, visit());
    }

    // ---- who stays ----

    @Test
    void staysOnAServerThatDrainsUntilTheDrainEnds() {
        stays(() -> rig.done(rig.server("web", ONE).drain(Duration.ofSeconds(30))));
        assertNotEquals(ONE, visit("192.0.2.2"));
        rig.advance(Duration.ofSeconds(30));
        String other = visit();
        assertNotEquals(ONE, other);
        rig.done(rig.server("web", ONE).enable());
        assertEquals(other, visit());
    }

    @Test
    void staysOnAServerOfWeightZero() {
        stays(() -> rig.done(rig.server("web", ONE).weight(0)));
    }

    @Test
    void staysOnAServerInDoubt() {
        stays(() -> rig.verdict(ONE, Health.DOUBTFUL));
    }

    @Test
    void whoIsStoodInForReturns() {
        install();
        assertEquals(ONE, visit());
        Visitor[] crowd = {visitor(CLIENT), visitor(CLIENT)};
        assertEquals(ONE, crowd[0].chooses());
        assertEquals(ONE, crowd[1].chooses());
        String standIn = visit();
        assertNotEquals(ONE, standIn);
        crowd[0].ends();
        assertEquals(ONE, visit());
    }

    @Test
    void whoGetsTheSorryServerReturns() {
        install();
        assertEquals(ONE, visit());
        for (String id : new String[] {ONE, TWO, "10.0.0.3:80"}) {
            rig.verdict(id, Health.DOWN);
        }
        assertEquals(SORRY, visit());
        rig.verdict(TWO, Health.UP);
        rig.verdict(ONE, Health.UP);
        assertEquals(ONE, visit());
    }

    @Test
    void whoCameToTheSorryServerFirstIsNotBoundToIt() {
        install();
        for (String id : new String[] {ONE, TWO, "10.0.0.3:80"}) {
            rig.verdict(id, Health.DOWN);
        }
        assertEquals(SORRY, visit());
        rig.verdict(TWO, Health.UP);
        assertEquals(TWO, visit());
    }

    @Test
    void aServiceThatIsDownByItsMinimumKeepsItsClientsInMind() {
        rig.install(service(Persistence.source())
                .availability(Availability.DEFAULT.minimumServers(3))
                .build());
        assertEquals(ONE, visit());
        rig.verdict(TWO, Health.DOWN);
        assertEquals("NONE_AVAILABLE", visit());
        rig.verdict(TWO, Health.UP);
        assertEquals(ONE, visit());
    }

    // ---- who is first ----

    @Test
    void ofTwoConnectionsThatRaceOneDecides() {
        install();
        Visitor a = visitor(CLIENT);
        Visitor b = visitor(CLIENT);
        assertEquals(ONE, a.chooses());
        assertEquals(TWO, b.chooses());
        b.isConnected();
        a.isConnected();
        assertEquals(TWO, visit());
        a.ends(); // where it was
        b.ends();
        assertEquals(TWO, visit());
    }

    @Test
    void ofTwoThatMoveAtOnceOneDecides() {
        install();
        assertEquals(ONE, visit());
        Visitor a = visitor(CLIENT);
        Visitor b = visitor(CLIENT);
        rig.verdict(ONE, Health.DOWN);
        String first = a.chooses();
        String second = b.chooses();
        assertNotEquals(first, second);
        a.isConnected();
        b.isConnected();
        assertEquals(first, visit());
    }
}
