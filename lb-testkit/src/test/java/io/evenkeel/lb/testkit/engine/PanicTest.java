package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.status.ServiceStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Below a share of healthy servers, health is no longer believed. */
class PanicTest {

    private static final String A = "10.0.0.1:80";
    private static final String B = "10.0.0.2:80";
    private static final String C = "10.0.0.3:80";
    private static final String D = "10.0.0.4:80";
    private static final String ALL = String.join(" ", A, B, C, D);

    private final EngineRig rig = new EngineRig();

    private static TcpService.Builder service(Availability availability) {
        return EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .server("10.0.0.3", 80)
                .server("10.0.0.4", 80)
                .availability(availability);
    }

    private void install(int below) {
        rig.install(service(Availability.DEFAULT.panicBelow(below)).build());
    }

    private String spread() {
        return rig.spread("web");
    }

    private void down(String... ids) {
        for (String id : ids) {
            rig.verdict(id, Health.DOWN);
        }
    }

    private ServiceStatus status() {
        return rig.handle("web").snapshot().status();
    }

    @Test
    void isOffByDefault() {
        install(0);
        down(A, B, C);
        assertEquals(D, spread());
        down(D);
        assertEquals("NONE_AVAILABLE", spread());
    }

    @Test
    void beginsBelowTheThresholdAndNotAtIt() {
        install(50);
        down(A, B);
        assertEquals(C + " " + D, spread());
        down(C);
        assertEquals(ALL, spread());
        assertEquals(ServiceStatus.DEGRADED, status());
        assertEquals(Health.DOWN, rig.snapshot("web", A).health());
        rig.verdict(A, Health.UP);
        assertEquals(A + " " + D, spread());
    }

    @Test
    void goesOnWhenNoneIsHealthy() {
        install(1);
        down(A, B, C);
        assertEquals(D, spread());
        down(D);
        assertEquals(ALL, spread());
        assertEquals(ServiceStatus.DEGRADED, status());
    }

    @Test
    void atAHundredPercentOneIsEnough() {
        install(100);
        assertEquals(ALL, spread());
        down(A);
        assertEquals(ALL, spread());
    }

    @Test
    void neverReachesThoseThatTheOperatorTookOut() {
        install(50);
        rig.done(rig.server("web", A).disable());
        rig.done(rig.server("web", B).drain(Duration.ofMinutes(1)));
        rig.done(rig.server("web", C).weight(0));
        down(A, B, C, D);
        assertEquals(D, spread());
        for (String host : new String[] {"10.0.0.1", "10.0.0.2", "10.0.0.3"}) {
            assertEquals(D, rig.choose("web", host, new Selection()), host);
        }
    }

    @Test
    void countsOnlyThoseThatTheOperatorWants() {
        install(50);
        rig.done(rig.server("web", A).disable());
        rig.done(rig.server("web", B).weight(0));
        down(C);
        assertEquals(D, spread()); // one of two
        rig.done(rig.server("web", A).enable());
        down(A);
        assertEquals(String.join(" ", A, C, D), spread()); // one of three
    }

    @Test
    void takesServersWithoutAVerdictForHealthyToo() {
        rig.install(service(Availability.DEFAULT.panicBelow(50))
                .healthPolicy(HealthPolicy.DEFAULT.unknownIsUp(false))
                .build());
        assertEquals(ALL, spread());
        rig.verdict(A, Health.UP);
        assertEquals(ALL, spread());
        rig.verdict(B, Health.UP);
        assertEquals(A + " " + B, spread());
    }

    @Test
    void takesEjectedServersForHealthyToo() {
        rig.install(service(Availability.DEFAULT
                        .panicBelow(60)
                        .ejection(Ejection.afterFailures(1).maxPercent(100)))
                .build());
        rig.fail("web", "10.0.0.1");
        assertEquals(String.join(" ", B, C, D), spread());
        rig.fail("web", "10.0.0.2");
        assertEquals(ALL, spread());
    }

    @Test
    void letsClientsBackToTheirServer() {
        install(50);
        down(A, B, C);
        for (int i = 0; i < 3; i++) {
            assertEquals(A, rig.choose("web", "10.0.0.1", new Selection()));
        }
    }

    @Test
    void doesNotOverruleTheMinimum() {
        rig.install(
                service(Availability.DEFAULT.panicBelow(100).minimumServers(2)).build());
        down(A, B);
        assertEquals(ALL, spread());
        down(C);
        assertEquals("NONE_AVAILABLE", spread());
    }

    @Test
    void keepsPriorities() {
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server(RealServer.at("10.0.0.2", 80).priority(1))
                .availability(Availability.DEFAULT.panicBelow(50))
                .build());
        down(A, B);
        assertEquals(A, spread());
    }
}
