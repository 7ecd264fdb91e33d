package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.status.ServiceStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a service is doing as a whole. */
class StatusTest {

    private static final String ONE = "10.0.0.1:80";
    private static final String TWO = "10.0.0.2:80";

    private final EngineRig rig = new EngineRig();

    private ServiceStatus status() {
        return rig.handle("web").snapshot().status();
    }

    private void install() {
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .build());
    }

    @Test
    void isUncheckedWithoutChecks() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        assertEquals(ServiceStatus.UNCHECKED, status());
    }

    @Test
    void followsTheHealthOfTheEnabled() {
        install();
        assertEquals(ServiceStatus.UP, status());
        rig.verdict(ONE, Health.DOWN);
        assertEquals(ServiceStatus.DEGRADED, status());
        rig.verdict(TWO, Health.DOWN);
        assertEquals(ServiceStatus.DOWN, status());
        rig.verdict(ONE, Health.RECOVERING);
        assertEquals(ServiceStatus.DOWN, status());
        rig.verdict(ONE, Health.UP);
        assertEquals(ServiceStatus.DEGRADED, status());
        rig.done(rig.server("web", TWO).disable());
        assertEquals(ServiceStatus.UP, status());
    }

    @Test
    void isDisabledWhenNoServerIsEnabled() {
        install();
        rig.done(rig.server("web", ONE).disable());
        rig.done(rig.server("web", TWO).drain(Duration.ofSeconds(1)));
        assertEquals(ServiceStatus.DISABLED, status());
    }

    @Test
    void isDownWithoutServersOrWeights() {
        install();
        rig.done(rig.server("web", ONE).weight(0));
        rig.done(rig.server("web", TWO).weight(0));
        assertEquals(ServiceStatus.DOWN, status());
        rig.done(rig.handle("web").remove(ONE));
        rig.done(rig.handle("web").remove(TWO));
        assertEquals(ServiceStatus.DOWN, status());
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.3", 80)));
        assertEquals(ServiceStatus.UP, status());
    }

    @Test
    void isToldWhenItChangesAndOnlyThen() {
        install();
        rig.told();
        rig.verdict(ONE, Health.DOWN);
        rig.verdict(ONE, Health.RECOVERING);
        rig.verdict(ONE, Health.UP);
        assertEquals(
                List.of("status web degraded", "status web up"),
                rig.told().stream().filter(line -> line.startsWith("status")).toList());
    }
}
