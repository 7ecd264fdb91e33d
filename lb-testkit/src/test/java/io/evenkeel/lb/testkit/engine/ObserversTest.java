package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.observe.ServiceEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Observers hear of events after their publication, in order, each behind a guard. */
class ObserversTest {

    @Test
    void oneThatThrowsHarmsNoOther() {
        LoadBalancerObserver broken = new LoadBalancerObserver() {
            @Override
            public void onHealth(ServerEvent event) {
                throw new IllegalStateException("scripted");
            }

            @Override
            public void onAdmin(ServerEvent event) {
                throw new AssertionError("scripted");
            }

            @Override
            public void onConfiguration(ServiceEvent event) {
                throw new IllegalStateException("scripted");
            }
        };
        EngineRig rig = new EngineRig(broken);
        rig.install(EngineRig.checked("web").server("10.0.0.1", 80).build());
        rig.verdict("10.0.0.1:80", Health.UP);
        rig.done(rig.server("web", "10.0.0.1:80").disable());
        assertEquals(
                List.of(
                        "configuration web added up",
                        "health web 10.0.0.1:80 unknown>up",
                        "status web disabled",
                        "admin web 10.0.0.1:80 enabled>disabled weight 100"),
                rig.told());
    }

    @Test
    void anEventIsToldAfterItsPublication() {
        List<String> seen = new ArrayList<>();
        EngineRig[] rig = new EngineRig[1];
        rig[0] = new EngineRig(new LoadBalancerObserver() {
            @Override
            public void onAdmin(ServerEvent event) {
                seen.add(rig[0].choose("web"));
            }
        });
        rig[0].install(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .build());
        rig[0].done(rig[0].server("web", "10.0.0.1:80").disable());
        assertEquals(List.of("10.0.0.2:80"), seen);
    }

    @Test
    void configurationIsTold() {
        EngineRig rig = new EngineRig();
        rig.install(EngineRig.checked("web").server("10.0.0.1", 80).build());
        rig.reconfigure(EngineRig.checked("web").server("10.0.0.2", 80).build());
        rig.done(rig.handle("web").remove("10.0.0.2:80"));
        rig.uninstall("web");
        assertEquals(
                List.of(
                        "configuration web added up",
                        "loss web 10.0.0.1:80 REMOVED",
                        "configuration web replaced up",
                        "status web down",
                        "loss web 10.0.0.2:80 REMOVED",
                        "configuration web replaced down",
                        "configuration web removed disabled"),
                rig.told());
    }

    @Test
    void anObserverMayGiveCommands() {
        EngineRig[] rig = new EngineRig[1];
        rig[0] = new EngineRig(new LoadBalancerObserver() {
            @Override
            public void onHealth(ServerEvent event) {
                if (event.server().health() == Health.DOWN) {
                    rig[0].server("web", event.server().id()).disable();
                }
            }
        });
        rig[0].install(EngineRig.checked("web").server("10.0.0.1", 80).build());
        rig[0].verdict("10.0.0.1:80", Health.DOWN);
        assertEquals("disabled", rig[0].snapshot("web", "10.0.0.1:80").admin().toString());
    }
}
