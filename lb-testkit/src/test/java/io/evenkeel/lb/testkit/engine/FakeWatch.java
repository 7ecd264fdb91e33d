package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.watch.HealthWatch;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import io.evenkeel.lb.spi.Registration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A monitor whose verdicts the test gives. One probe per spec, as the contract says. Control thread only. */
final class FakeWatch implements HealthWatch {

    private static final class Probe {
        final List<Listener> listeners = new ArrayList<>();
        Health health = Health.UNKNOWN;
        String cause = "";
    }

    private final Map<ProbeSpec, Probe> probes = new LinkedHashMap<>();

    @Override
    public Registration watch(ProbeSpec spec, Listener listener) {
        Probe probe = probes.computeIfAbsent(spec, s -> new Probe());
        // Its own object, because one listener may watch twice.
        Listener own = listener::onHealth;
        probe.listeners.add(own);
        if (probe.health != Health.UNKNOWN) {
            own.onHealth(probe.health, probe.cause);
        }
        return () -> {
            probe.listeners.remove(own);
            if (probe.listeners.isEmpty()) {
                probes.remove(spec, probe);
            }
        };
    }

    /** Tells a verdict to whoever watches the target. */
    void verdict(String target, Health health, String cause) {
        List.copyOf(probes.entrySet()).stream()
                .filter(each -> each.getKey().target().toString().equals(target))
                .forEach(each -> {
                    each.getValue().health = health;
                    each.getValue().cause = cause;
                    List.copyOf(each.getValue().listeners).forEach(listener -> listener.onHealth(health, cause));
                });
    }

    List<ProbeSpec> specs() {
        return List.copyOf(probes.keySet());
    }

    /** How many watches are open. */
    int watches() {
        return probes.values().stream()
                .mapToInt(probe -> probe.listeners.size())
                .sum();
    }
}
