package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.ServiceStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that is down by too few servers, or by a critical one, gives clients to none of them. */
class MinimumAndCriticalTest {

    private static final String A = "10.0.0.1:80";
    private static final String B = "10.0.0.2:80";
    private static final String C = "10.0.0.3:80";
    private static final RealServer SORRY = RealServer.at("10.9.9.9", 80);

    private final EngineRig rig = new EngineRig();

    /** Three servers, the first of which may be critical. */
    private static TcpService.Builder service(boolean critical, Availability availability) {
        return EngineRig.checked("web")
                .server(RealServer.at("10.0.0.1", 80).critical(critical))
                .server("10.0.0.2", 80)
                .server("10.0.0.3", 80)
                .availability(availability);
    }

    private void minimum(int servers) {
        rig.install(service(false, Availability.DEFAULT.minimumServers(servers)).build());
    }

    private void critical() {
        rig.install(service(true, Availability.DEFAULT).build());
    }

    private ServiceStatus status() {
        return rig.handle("web").snapshot().status();
    }

    private void isDown() {
        assertEquals("NONE_AVAILABLE", rig.spread("web"));
        assertEquals("NONE_AVAILABLE", rig.choose("web", "10.0.0.2", new Selection()));
        assertEquals(ServiceStatus.DOWN, status());
    }

    private void serves(ServiceStatus status, String... servers) {
        assertEquals(String.join(" ", servers), rig.spread("web"));
        assertEquals(status, status());
    }

    // ---- minimum ----

    @Test
    void oneIsEnoughByDefault() {
        minimum(1);
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        serves(ServiceStatus.DEGRADED, C);
    }

    @Test
    void withFewerThanTheMinimumItIsDown() {
        minimum(2);
        rig.verdict(A, Health.DOWN);
        serves(ServiceStatus.DEGRADED, B, C);
        rig.verdict(B, Health.DOWN);
        isDown();
        rig.verdict(A, Health.UP);
        serves(ServiceStatus.DEGRADED, A, C);
    }

    @Test
    void aMinimumThatCannotBeMetIsNeverUp() {
        minimum(4);
        isDown();
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.4", 80)));
        serves(ServiceStatus.UP, A, B, C, "10.0.0.4:80");
    }

    @Test
    void whomTheOperatorTookOutDoesNotCount() {
        minimum(3);
        serves(ServiceStatus.UP, A, B, C);
        rig.done(rig.server("web", A).drain(Duration.ofMinutes(1)));
        isDown();
        rig.done(rig.server("web", A).enable());
        serves(ServiceStatus.UP, A, B, C);
        rig.done(rig.server("web", A).disable());
        isDown();
    }

    @Test
    void aServerOfWeightZeroIsUp() {
        minimum(3);
        rig.done(rig.server("web", A).weight(0));
        serves(ServiceStatus.UP, B, C);
    }

    @Test
    void oneWithoutAVerdictCountsAsConfigured() {
        TcpService.Builder service = service(false, Availability.DEFAULT.minimumServers(2))
                .healthPolicy(HealthPolicy.DEFAULT.unknownIsUp(false));
        rig.install(service.build());
        rig.verdict(A, Health.UP);
        isDown();
        rig.verdict(B, Health.DOUBTFUL);
        serves(ServiceStatus.DEGRADED, A, B);
    }

    @Test
    void oneWhoseNameWasNeverResolvedIsNotUp() {
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("db.test", 80)
                .availability(Availability.DEFAULT.minimumServers(2))
                .build());
        isDown();
        rig.run(() -> rig.names.resolve("db.test", "10.0.0.2"));
        serves(ServiceStatus.UP, A, "db.test:80");
    }

    @Test
    void connectionsThatThereAreGoOn() {
        minimum(2);
        Selection open = new Selection();
        rig.choose("web", "10.0.0.3", open);
        rig.told();
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        isDown();
        assertEquals(
                List.of("loss web " + A + " DOWN", "loss web " + B + " DOWN"),
                rig.told().stream().filter(line -> line.startsWith("loss")).toList());
        assertTrue(open.settle(Outcome.COMPLETED, 1));
    }

    @Test
    void itsClientsGoToTheSorryServer() {
        rig.install(service(false, Availability.DEFAULT.minimumServers(2).sorryServer(SORRY))
                .build());
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        serves(ServiceStatus.SORRY, SORRY.id());
        assertEquals(SORRY.id(), rig.choose("web", "10.0.0.3", new Selection()));
    }

    @Test
    void theStatusIsToldWhenItChanges() {
        minimum(2);
        rig.told();
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        rig.verdict(B, Health.UP);
        assertEquals(
                List.of("status web degraded", "status web down", "status web degraded"),
                rig.told().stream().filter(line -> line.startsWith("status")).toList());
    }

    /** The clients of a service that comes back find it as it is: its servers did not fail. */
    @Test
    void nobodyStartsSlowlyForIt() {
        rig.install(service(false, Availability.DEFAULT.minimumServers(2).slowStart(Duration.ofMinutes(1)))
                .build());
        rig.verdict(A, Health.DOWN);
        rig.verdict(B, Health.DOWN);
        rig.verdict(B, Health.UP);
        Selection selection = new Selection();
        rig.choose("web", "10.0.0.3", selection);
        assertEquals(1, selection.member().ramp());
    }

    // ---- critical ----

    @Test
    void withACriticalServerDownItIsDown() {
        critical();
        rig.verdict(B, Health.DOWN);
        serves(ServiceStatus.DEGRADED, A, C);
        rig.verdict(A, Health.DOWN);
        isDown();
        rig.verdict(A, Health.RECOVERING);
        isDown();
        rig.verdict(A, Health.UP);
        serves(ServiceStatus.DEGRADED, A, C);
    }

    @Test
    void withACriticalServerThatIsNotEnabledItIsDown() {
        critical();
        rig.done(rig.server("web", A).disable());
        isDown();
        rig.done(rig.server("web", A).enable());
        rig.done(rig.server("web", A).drain(Duration.ofMinutes(1)));
        isDown();
    }

    @Test
    void aCriticalServerThatIsUpMayHaveNoWeight() {
        critical();
        rig.done(rig.server("web", A).weight(0));
        serves(ServiceStatus.UP, B, C);
    }

    @Test
    void aCriticalServerThatIsEjectedIsNotInUse() {
        rig.install(service(true, Availability.DEFAULT.ejection(Ejection.afterFailures(1)))
                .build());
        rig.fail("web", "10.0.0.1");
        isDown();
        rig.advance(Duration.ofSeconds(10));
        serves(ServiceStatus.UP, A, B, C);
    }

    @Test
    void aCriticalServerMustBeThere() {
        critical();
        rig.done(rig.handle("web").remove(A));
        serves(ServiceStatus.UP, B, C); // it is not configured any more
    }

    @Test
    void aServiceAllOfWhoseServersAreDisabledIsDisabled() {
        critical();
        for (String id : List.of(A, B, C)) {
            rig.done(rig.server("web", id).disable());
        }
        assertEquals(ServiceStatus.DISABLED, status());
    }
}
