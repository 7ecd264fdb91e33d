package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.PoolSnapshot;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where clients go when there is no other server for them. */
class SorryServerTest {

    private static final String A = "10.0.0.1:80";
    private static final String B = "10.0.0.2:80";
    private static final String SORRY = "10.9.9.9:80";
    private static final RealServer SERVER = RealServer.at("10.9.9.9", 80);

    private final EngineRig rig = new EngineRig();
    private final Selection selection = new Selection();

    private static TcpService.Builder service() {
        return EngineRig.checked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(1))
                .server(RealServer.at("10.0.0.2", 80).maxConnections(1))
                .availability(Availability.DEFAULT.sorryServer(SERVER));
    }

    private void install() {
        rig.install(service().build());
    }

    private ServiceStatus status() {
        return rig.handle("web").snapshot().status();
    }

    private PoolSnapshot pool() {
        return rig.handle("web").snapshot().pools().get(0);
    }

    private ServerSnapshot snapshot() {
        return pool().sorryServer().orElseThrow();
    }

    @Test
    void isNotForClientsWhomAServerTakes() {
        install();
        assertEquals(A + " " + B, rig.spread("web"));
        assertEquals(ServiceStatus.UP, status());
    }

    @Test
    void isForAllClientsWhenNoServerIsAvailable() {
        install();
        rig.verdict(A, Health.DOWN);
        assertEquals(B, rig.spread("web"));
        assertEquals(ServiceStatus.DEGRADED, status());
        rig.verdict(B, Health.DOWN);
        assertEquals(SORRY, rig.spread("web"));
        assertEquals(ServiceStatus.SORRY, status());
        rig.verdict(A, Health.UP);
        assertEquals(A, rig.spread("web"));
        assertEquals(ServiceStatus.DEGRADED, status());
    }

    @Test
    void isForThoseForWhomAllServersAreFull() {
        install();
        assertEquals(A, rig.choose("web"));
        assertEquals(B, rig.choose("web"));
        assertEquals(SORRY, rig.spread("web"));
        assertEquals(ServiceStatus.UP, status());
    }

    @Test
    void isForThoseWhoReachedNone() {
        install();
        rig.choose("web", selection);
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        rig.choose("web", selection);
        selection.exclude(Outcome.CONNECT_TIMEOUT, 1);
        assertEquals(SORRY, rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("ALL_TRIED", rig.choose("web", selection));
        assertFalse(selection.isReserved());
    }

    @Test
    void hasNoLimitAndIsNotChecked() {
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .availability(Availability.DEFAULT.sorryServer(
                        SERVER.maxConnections(1).weight(0)))
                .build());
        rig.verdict(A, Health.DOWN);
        for (int i = 0; i < 3; i++) {
            assertEquals(SORRY, rig.choose("web"));
        }
        assertEquals(1, rig.watch.watches());
        assertEquals(Health.UNCHECKED, snapshot().health());
        assertEquals(rig.time.instant(), snapshot().since(), "since it was declared");
        assertEquals(3, snapshot().inFlight());
        assertEquals(3, snapshot().totalConnections());
        assertEquals(0, snapshot().failures());
    }

    @Test
    void isNoMember() {
        install();
        assertEquals(2, pool().servers().size());
        assertEquals(SORRY, snapshot().id());
        assertEquals(2, rig.handle("web").servers().size());
    }

    @Test
    void isAStandInAndOthersAreNot() {
        install();
        rig.choose("web", selection);
        assertFalse(selection.isStandIn());
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        rig.choose("web", selection);
        assertFalse(selection.isStandIn());
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        rig.choose("web", selection);
        assertTrue(selection.isStandIn());
        selection.settle(Outcome.COMPLETED, 1);
        selection.reset();
        rig.choose("web", selection);
        assertFalse(selection.isStandIn());
    }

    @Test
    void isSettledLikeAnyOther() {
        install();
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        rig.choose("web", selection);
        assertEquals(1, snapshot().inFlight());
        selection.settle(Outcome.SERVER_RESET, 1);
        assertEquals(0, snapshot().inFlight());
        assertEquals(1, snapshot().failures());
    }

    @Test
    void standsInForDisabledServersToo() {
        install();
        rig.done(rig.server("web", A).disable());
        rig.done(rig.server("web", B).drain(Duration.ofMinutes(1)));
        assertEquals(SORRY, rig.spread("web"));
        assertEquals(ServiceStatus.SORRY, status());
        assertEquals(B, rig.choose("web", "10.0.0.2", new Selection()));
    }

    @Test
    void standsInForNoServerAtAll() {
        install();
        rig.done(rig.handle("web").remove(A));
        rig.done(rig.handle("web").remove(B));
        assertEquals(SORRY, rig.spread("web"));
        assertEquals(ServiceStatus.SORRY, status());
    }

    @Test
    void comesGoesAndChangesWithTheConfiguration() {
        rig.install(service().availability(Availability.DEFAULT).build());
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        assertEquals(Optional.empty(), pool().sorryServer());
        assertEquals(ServiceStatus.DOWN, status());
        rig.reconfigure(service().build());
        assertEquals(SORRY, rig.choose("web"));
        assertEquals(ServiceStatus.SORRY, status());
        rig.reconfigure(service()
                .availability(Availability.DEFAULT.sorryServer(RealServer.at("10.9.9.8", 80)))
                .build());
        assertEquals("10.9.9.8:80", rig.choose("web"));
        rig.reconfigure(service().availability(Availability.DEFAULT).build());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        assertEquals(ServiceStatus.DOWN, status());
    }

    @Test
    void keepsItsCountersThroughAReplacedConfiguration() {
        install();
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        rig.choose("web", selection);
        rig.reconfigure(service().server("10.0.0.3", 80).build());
        assertEquals(1, snapshot().totalConnections());
        assertEquals(1, snapshot().inFlight());
        selection.settle(Outcome.COMPLETED, 1);
        assertEquals(0, snapshot().inFlight());
    }

    @Test
    void isNotEjected() {
        rig.install(service()
                .availability(Availability.DEFAULT.sorryServer(SERVER).ejection(Ejection.afterFailures(1)))
                .build());
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        for (int i = 0; i < 3; i++) {
            assertEquals(SORRY, rig.choose("web", selection));
            selection.exclude(Outcome.CONNECT_FAILED, 1);
            selection.reset();
            assertEquals(0, rig.time.runReady());
        }
    }

    @Test
    void mayBeAServerOfTheBalancerToo() {
        install();
        rig.install(EngineRig.unchecked("apology").server("10.9.9.9", 80).build());
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        rig.choose("web");
        rig.choose("apology");
        assertEquals(2, snapshot().inFlight());
        assertEquals(2, rig.snapshot("apology", SORRY).inFlight());
    }
}
