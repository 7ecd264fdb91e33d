package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import java.util.List;

/** A service of four servers, and how their traffic fails. */
abstract class EjectionFixture {

    static final String A = "10.0.0.1:80";
    static final String B = "10.0.0.2:80";
    static final String C = "10.0.0.3:80";
    static final String D = "10.0.0.4:80";

    final EngineRig rig = new EngineRig();

    static TcpService.Builder service(Availability availability) {
        return EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .server("10.0.0.3", 80)
                .server("10.0.0.4", 80)
                .availability(availability);
    }

    static TcpService.Builder service(Ejection ejection) {
        return service(Availability.DEFAULT.ejection(ejection));
    }

    void install(Ejection ejection) {
        rig.install(service(ejection).build());
    }

    void fail(String... hosts) {
        for (String host : hosts) {
            rig.fail("web", host);
        }
    }

    boolean isEjected(String id) {
        return rig.snapshot("web", id).health() == Health.EJECTED;
    }

    List<String> health() {
        return rig.told().stream().filter(line -> line.startsWith("health")).toList();
    }
}
