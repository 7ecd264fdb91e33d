package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.testkit.ModuleRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users may see of lb-netty and lb-health, and the arrows between their packages. */
class ModuleRulesTest {

    private final ModuleRules netty = ModuleRules.of(NettyLoadBalancer.class, "io.evenkeel");
    private final ModuleRules health = ModuleRules.of(HealthChecks.class, "io.evenkeel");

    @Test
    void exportsArePinned() {
        assertEquals(List.of("io.evenkeel.lb.netty"), List.copyOf(netty.exports()));
        assertEquals(List.of("io.evenkeel.lb.health"), List.copyOf(health.exports()));
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        netty.requireNoCycles();
        health.requireNoCycles();
    }

    @Test
    void healthKnowsNothingOfTheDataPlane() {
        health.requireNothingOf("io.evenkeel.lb.netty");
    }
}
