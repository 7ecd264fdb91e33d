package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.persist.SourcePersistence;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whose table it is: a service's own, kept as long as its settings are; one that services share; a user's, which may fail. */
class AffinityTablesTest {

    private static final String CLIENT = "192.0.2.1";

    private final EngineRig rig = new EngineRig();

    private static TcpService.Builder service(String name, int port, SourcePersistence persistence) {
        return EngineRig.checked(name)
                .server("10.0.0.1", port)
                .server("10.0.0.2", port)
                .server("10.0.0.3", port)
                .persistence(persistence);
    }

    private String visit(String service) {
        return visit(service, CLIENT);
    }

    private String visit(String service, String client) {
        return Visitor.of(rig, service, client).visits();
    }

    private AffinityStatistics statistics(String service) {
        return rig.handle(service).snapshot().persistence().orElseThrow();
    }

    // ---- a service's own ----

    @Test
    void servicesDoNotShareByThemselves() {
        rig.install(service("http", 80, Persistence.source()).build());
        rig.install(service("https", 443, Persistence.source()).build());
        visit("https", "192.0.2.9");
        assertEquals("10.0.0.1:80", visit("http"));
        assertEquals("10.0.0.2:443", visit("https"));
        assertEquals(1, statistics("http").entries());
        assertEquals(2, statistics("https").entries());
    }

    @Test
    void aReplacedServiceWithEqualPersistenceKeepsItsTable() {
        rig.install(service("http", 80, Persistence.source().prefix(24)).build());
        assertEquals("10.0.0.1:80", visit("http"));
        Affinity before = rig.engine.service("http").affinity();
        rig.reconfigure(service("http", 80, Persistence.source().prefix(24))
                .server("10.0.0.4", 80)
                .build());
        assertSame(before, rig.engine.service("http").affinity());
        for (int i = 0; i < 3; i++) {
            assertEquals("10.0.0.1:80", visit("http"));
        }
        rig.done(rig.handle("http").add(RealServer.at("10.0.0.5", 80)));
        assertEquals("10.0.0.1:80", visit("http"));
    }

    @Test
    void otherPersistenceHasANewTable() {
        rig.install(service("http", 80, Persistence.source()).build());
        assertEquals("10.0.0.1:80", visit("http"));
        rig.reconfigure(service("http", 80, Persistence.source().timeout(Duration.ofSeconds(60)))
                .build());
        assertEquals(0, statistics("http").entries());
        assertEquals("10.0.0.2:80", visit("http"));
    }

    @Test
    void persistenceMayGoAndCome() {
        rig.install(service("http", 80, Persistence.source()).build());
        rig.reconfigure(EngineRig.checked("http").server("10.0.0.1", 80).build());
        assertTrue(rig.handle("http").snapshot().persistence().isEmpty());
        rig.reconfigure(service("http", 80, Persistence.source()).build());
        assertEquals(0, statistics("http").entries());
    }

    @Test
    void hitsAndMissesAreTold() {
        rig.install(service("http", 80, Persistence.source()).build());
        visit("http");
        visit("http");
        visit("http");
        visit("http", "192.0.2.2");
        AffinityStatistics statistics = statistics("http");
        assertEquals(2, statistics.hits());
        assertEquals(2, statistics.misses());
        assertEquals(2, statistics.entries());
        assertEquals(0, statistics.evictions());
    }

    @Test
    void staysWithinItsBound() {
        rig.install(service("http", 80, Persistence.source().maxEntries(100)).build());
        for (int i = 0; i < 1000; i++) {
            visit("http", "192.0." + i / 250 + "." + i % 250);
        }
        assertTrue(statistics("http").entries() <= 100, () -> statistics("http").toString());
        assertEquals(1000, statistics("http").entries() + statistics("http").evictions());
    }

    // ---- one that services share ----

    @Test
    void aClientsPortsMeetOnOneServer() {
        AffinityTable table = AffinityTable.inMemory(Duration.ofMinutes(1), 1000, rig.time);
        rig.install(service("http", 80, Persistence.source().table(table)).build());
        rig.install(service("https", 443, Persistence.source().table(table)).build());
        for (int i = 1; i <= 30; i++) {
            String client = "192.0.2." + i;
            String first = i % 2 == 0 ? visit("http", client) : visit("https", client);
            String host = first.substring(0, first.indexOf(':'));
            assertEquals(host + ":80", visit("http", client));
            assertEquals(host + ":443", visit("https", client));
        }
        assertEquals(statistics("http").toString(), statistics("https").toString());
    }

    @Test
    void whoMovesInOneMovesInTheOther() {
        AffinityTable table = AffinityTable.inMemory(Duration.ofMinutes(1), 1000, rig.time);
        rig.install(service("http", 80, Persistence.source().table(table)).build());
        rig.install(service("https", 443, Persistence.source().table(table)).build());
        assertEquals("10.0.0.1:80", visit("http"));
        rig.verdict("10.0.0.1:443", Health.DOWN);
        String moved = visit("https");
        String host = moved.substring(0, moved.indexOf(':'));
        assertNotEquals("10.0.0.1", host);
        assertEquals(host + ":80", visit("http"));
    }

    @Test
    void aSharedTableHasItsOwnTimeoutAndBound() {
        AffinityTable table = AffinityTable.inMemory(Duration.ofSeconds(5), 1000, rig.time);
        rig.install(service("http", 80, Persistence.source().table(table).timeout(Duration.ofDays(1)))
                .build());
        assertEquals("10.0.0.1:80", visit("http"));
        rig.advance(Duration.ofSeconds(5));
        assertEquals("10.0.0.2:80", visit("http"));
    }

    @Test
    void aSharedTableOutlivesTheService() {
        AffinityTable table = AffinityTable.inMemory(Duration.ofMinutes(1), 1000, rig.time);
        TcpService service =
                service("http", 80, Persistence.source().table(table)).build();
        rig.install(service);
        assertEquals("10.0.0.1:80", visit("http"));
        rig.uninstall("http");
        rig.install(service);
        assertEquals("10.0.0.1:80", visit("http"));
        rig.reconfigure(service("http", 80, Persistence.source().table(table).lookupTimeout(Duration.ofSeconds(9)))
                .build());
        assertEquals("10.0.0.1:80", visit("http"));
    }

    /** Which of one host's servers a client had is known only by their ports. */
    @Test
    void serversOfOneHostAreToldApart() {
        rig.install(EngineRig.checked("http")
                .server("10.0.0.1", 80)
                .server("10.0.0.1", 81)
                .persistence(Persistence.source())
                .build());
        assertEquals("10.0.0.1:80", visit("http", "192.0.2.1"));
        assertEquals("10.0.0.1:81", visit("http", "192.0.2.2"));
        for (int i = 0; i < 3; i++) {
            assertEquals("10.0.0.1:81", visit("http", "192.0.2.2"));
        }
        rig.done(rig.handle("http").remove("10.0.0.1:80"));
        assertEquals("10.0.0.1:81", visit("http", "192.0.2.2"));
    }

    // ---- a user's ----

    /** Fails in all it does. */
    private static final class Failing implements AffinityTable {
        @Override
        public Lookup lookup(AffinityKey key, Answer to) {
            throw new IllegalStateException("scripted");
        }

        @Override
        public void bind(AffinityKey key, String host, String expected) {
            throw new NoClassDefFoundError("scripted");
        }

        @Override
        public void touch(AffinityKey key) {
            throw new IllegalStateException("scripted");
        }

        @Override
        public AffinityStatistics statistics() {
            throw new IllegalStateException("scripted");
        }
    }

    @Test
    void clientsOfATableThatFailsAreBalancedAsIfNotKnown() {
        rig.install(
                service("http", 80, Persistence.source().table(new Failing())).build());
        assertEquals("10.0.0.1:80", visit("http"));
        assertEquals("10.0.0.2:80", visit("http"));
        assertEquals("10.0.0.3:80", visit("http"));
        assertTrue(rig.handle("http").snapshot().persistence().isEmpty());
    }

    @Test
    void aHostThatIsNoServerIsNoAnswer() {
        AffinityTable table = AffinityTable.inMemory(Duration.ofMinutes(1), 1000, rig.time);
        rig.install(service("http", 80, Persistence.source().table(table)).build());
        table.bind(rig.engine.service("http").affinity().key(Visitor.address(CLIENT)), "who.example", null);
        assertEquals("10.0.0.1:80", visit("http"));
        assertEquals("10.0.0.1:80", visit("http"));
    }
}
