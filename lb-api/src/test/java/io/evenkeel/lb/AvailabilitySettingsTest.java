package io.evenkeel.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.persist.SourcePersistence;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Settings of availability and persistence: defaults, copies that keep the rest, and refusals. */
class AvailabilitySettingsTest {

    private static final RealServer SORRY = RealServer.at("10.9.9.9", 80);
    private static final Ejection EJECTION = Ejection.afterFailures(5);

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    // ---- availability ----

    @Test
    void byDefaultNothingIsDone() {
        Availability none = Availability.DEFAULT;
        assertEquals(Duration.ZERO, none.slowStart());
        assertEquals(1, none.minimumServers());
        assertEquals(1, none.overflowBelow());
        assertEquals(0, none.panicBelow());
        assertEquals(Optional.empty(), none.ejection());
        assertEquals(0, none.maxWaiting());
        assertEquals(Duration.ZERO, none.waitAtMost());
        assertEquals(Optional.empty(), none.sorryServer());
    }

    private static void isAll(Availability all) {
        assertEquals(Duration.ofSeconds(1), all.slowStart());
        assertEquals(2, all.minimumServers());
        assertEquals(3, all.overflowBelow());
        assertEquals(4, all.panicBelow());
        assertEquals(Optional.of(EJECTION), all.ejection());
        assertEquals(6, all.maxWaiting());
        assertEquals(Duration.ofSeconds(7), all.waitAtMost());
        assertEquals(Optional.of(SORRY), all.sorryServer());
    }

    @Test
    void eachSetterKeepsTheOthers() {
        isAll(Availability.DEFAULT
                .slowStart(Duration.ofSeconds(1))
                .minimumServers(2)
                .overflowBelow(3)
                .panicBelow(4)
                .ejection(EJECTION)
                .waiting(6, Duration.ofSeconds(7))
                .sorryServer(SORRY));
        isAll(Availability.DEFAULT
                .sorryServer(SORRY)
                .waiting(6, Duration.ofSeconds(7))
                .ejection(EJECTION)
                .panicBelow(4)
                .overflowBelow(3)
                .minimumServers(2)
                .slowStart(Duration.ofSeconds(1)));
    }

    @Test
    void availabilityIsRefusedOutsideItsRanges() {
        Availability any = Availability.DEFAULT;
        refused(
                "slow start: PT-0.000000001S is not allowed; allowed: 0s to 3600s",
                () -> any.slowStart(Duration.ofNanos(-1)));
        refused(
                "slow start: 3601s is not allowed; allowed: 0s to 3600s",
                () -> any.slowStart(Duration.ofSeconds(3601)));
        refused("slow start: null is not allowed; allowed: 0s to 3600s", () -> any.slowStart(null));
        refused("minimum servers: 0 is not allowed; allowed: 1 to 10000", () -> any.minimumServers(0));
        refused("minimum servers: 10001 is not allowed; allowed: 1 to 10000", () -> any.minimumServers(10_001));
        refused("overflow below: 0 is not allowed; allowed: 1 to 10000", () -> any.overflowBelow(0));
        refused("overflow below: 10001 is not allowed; allowed: 1 to 10000", () -> any.overflowBelow(10_001));
        refused("panic below percent: -1 is not allowed; allowed: 0 to 100", () -> any.panicBelow(-1));
        refused("panic below percent: 101 is not allowed; allowed: 0 to 100", () -> any.panicBelow(101));
        refused("ejection: null is not allowed; allowed: any value but null", () -> any.ejection(null));
        refused("sorry server: null is not allowed; allowed: any value but null", () -> any.sorryServer(null));
        Duration fine = Duration.ofSeconds(1);
        refused("waiting clients: -1 is not allowed; allowed: 0 to 1000000", () -> any.waiting(-1, fine));
        refused("waiting clients: 1000001 is not allowed; allowed: 0 to 1000000", () -> any.waiting(1_000_001, fine));
        refused("waiting time: 9ms is not allowed; allowed: 10ms to 3600s", () -> any.waiting(1, Duration.ofMillis(9)));
        refused(
                "waiting time: 3601s is not allowed; allowed: 10ms to 3600s",
                () -> any.waiting(1, Duration.ofSeconds(3601)));
        refused(
                "availability: null is not allowed; allowed: any value but null",
                () -> VirtualService.tcp("web").availability(null));
    }

    // ---- ejection ----

    @Test
    void ejectionHasDefaults() {
        assertEquals(5, EJECTION.failures());
        assertEquals(Duration.ofSeconds(10), EJECTION.time());
        assertEquals(Duration.ofSeconds(300), EJECTION.longest());
        assertEquals(50, EJECTION.maxPercent());
        Ejection changed = EJECTION.maxPercent(20).time(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertEquals(5, changed.failures());
        assertEquals(Duration.ofSeconds(1), changed.time());
        assertEquals(Duration.ofSeconds(2), changed.longest());
        assertEquals(20, changed.maxPercent());
    }

    @Test
    void ejectionIsRefusedOutsideItsRanges() {
        refused("ejection failures: 0 is not allowed; allowed: 1 to 1000000", () -> Ejection.afterFailures(0));
        refused(
                "ejection failures: 1000001 is not allowed; allowed: 1 to 1000000",
                () -> Ejection.afterFailures(1_000_001));
        refused(
                "ejection time: 9ms is not allowed; allowed: 10ms to 86400s",
                () -> EJECTION.time(Duration.ofMillis(9), Duration.ofDays(1)));
        refused(
                "longest ejection time: 1s is not allowed; allowed: 2s to 86400s",
                () -> EJECTION.time(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        refused(
                "longest ejection time: 86401s is not allowed; allowed: 2s to 86400s",
                () -> EJECTION.time(Duration.ofSeconds(2), Duration.ofSeconds(86401)));
        refused("ejected percent: 0 is not allowed; allowed: 1 to 100", () -> EJECTION.maxPercent(0));
        refused("ejected percent: 101 is not allowed; allowed: 1 to 100", () -> EJECTION.maxPercent(101));
    }

    // ---- servers ----

    @Test
    void serversAreNeitherCriticalNorFollowersByDefault() {
        RealServer server = RealServer.at("10.0.0.1", 80);
        assertFalse(server.isCritical());
        assertEquals(Optional.empty(), server.following());
        RealServer all = server.weight(1)
                .priority(2)
                .maxConnections(3)
                .critical(true)
                .healthyAs("sip", "10.0.0.1:5061")
                .weight(4);
        assertTrue(all.isCritical());
        assertEquals("sip/10.0.0.1:5061", all.following().orElseThrow().toString());
        assertEquals(4, all.weight());
        assertEquals(2, all.priority());
        assertEquals(3, all.maxConnections());
        assertEquals(
                "10.0.0.1:80 weight 4 priority 2 max-connections 3 critical healthy as sip/10.0.0.1:5061",
                all.toString());
        assertNotEquals(server, server.critical(true));
        assertNotEquals(server, server.healthyAs("a", "b"));
        assertEquals(server.healthyAs("a", "b"), server.healthyAs("a", "b"));
        assertFalse(all.critical(false).isCritical());
    }

    @Test
    void serversAreRefusedWithBlankNames() {
        RealServer server = RealServer.at("10.0.0.1", 80);
        refused(
                "followed service: \" \" is not allowed; allowed: a text that is not blank",
                () -> server.healthyAs(" ", "x"));
        refused(
                "followed server: null is not allowed; allowed: a text that is not blank",
                () -> server.healthyAs("x", null));
    }

    // ---- persistence ----

    @Test
    void persistenceHasDefaults() {
        SourcePersistence source = Persistence.source();
        assertEquals(32, source.prefix());
        assertEquals(128, source.prefix6());
        assertEquals(Duration.ofSeconds(1200), source.timeout());
        assertEquals(100_000, source.maxEntries());
        assertEquals(Optional.empty(), source.table());
        assertEquals(Duration.ofSeconds(1), source.lookupTimeout());
        assertEquals("none", Persistence.none().toString());
        assertEquals("source/32", source.toString());
    }

    @Test
    void persistenceHasValueEquality() {
        AffinityTable table = AffinityTable.inMemory(Duration.ofSeconds(1), 1);
        SourcePersistence one = Persistence.source()
                .prefix(1)
                .prefix6(2)
                .timeout(Duration.ofSeconds(3))
                .maxEntries(4)
                .table(table)
                .lookupTimeout(Duration.ofSeconds(5));
        SourcePersistence same = Persistence.source()
                .lookupTimeout(Duration.ofSeconds(5))
                .table(table)
                .maxEntries(4)
                .timeout(Duration.ofSeconds(3))
                .prefix6(2)
                .prefix(1);
        assertEquals(one, same);
        assertEquals(one.hashCode(), same.hashCode());
        assertNotEquals(one, one.prefix(2));
        assertNotEquals(one, one.prefix6(3));
        assertNotEquals(one, one.timeout(Duration.ofSeconds(4)));
        assertNotEquals(one, one.maxEntries(5));
        assertNotEquals(one, one.lookupTimeout(Duration.ofSeconds(6)));
        assertNotEquals(one, one.table(AffinityTable.inMemory(Duration.ofSeconds(1), 1)));
    }

    @Test
    void persistenceIsRefusedOutsideItsRanges() {
        SourcePersistence any = Persistence.source();
        refused("persistence prefix: 0 is not allowed; allowed: 1 to 32", () -> any.prefix(0));
        refused("persistence prefix: 33 is not allowed; allowed: 1 to 32", () -> any.prefix(33));
        refused("persistence prefix6: 0 is not allowed; allowed: 1 to 128", () -> any.prefix6(0));
        refused("persistence prefix6: 129 is not allowed; allowed: 1 to 128", () -> any.prefix6(129));
        refused("persistence timeout: 0s is not allowed; allowed: 1s to 2419200s", () -> any.timeout(Duration.ZERO));
        refused(
                "persistence timeout: 2419201s is not allowed; allowed: 1s to 2419200s",
                () -> any.timeout(Duration.ofDays(28).plusSeconds(1)));
        refused("persistence entries: 0 is not allowed; allowed: 1 to 100000000", () -> any.maxEntries(0));
        refused("persistence table: null is not allowed; allowed: any value but null", () -> any.table(null));
        refused(
                "persistence lookup timeout: 0s is not allowed; allowed: 1ms to 60s",
                () -> any.lookupTimeout(Duration.ZERO));
        refused(
                "persistence lookup timeout: 61s is not allowed; allowed: 1ms to 60s",
                () -> any.lookupTimeout(Duration.ofSeconds(61)));
        refused(
                "persistence: null is not allowed; allowed: any value but null",
                () -> VirtualService.tcp("web").persistence(null));
    }
}
