package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.testkit.ModuleRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users may see of lb-netty and lb-health, and the arrows between their packages. */
class ModuleRulesTest {

    private static final String HTTP = "io.evenkeel.lb.netty.http";

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
    void noPackageHasOutgrownItsRoom() {
        netty.requireAtMost(25);
        health.requireAtMost(25);
    }

    @Test
    void roomsOfHttpKnowTheirPlace() {
        netty.requireOnly(HTTP + ".message", "io.evenkeel.lb.route", "io.evenkeel.lb.spi");
        for (String room : List.of(".message", ".rules", ".affinity", ".upstream", ".exchange")) {
            assertFalse(netty.uses().get(HTTP + room).contains(HTTP + ".h1"), room);
        }
    }

    @Test
    void healthKnowsNothingOfTheDataPlane() {
        health.requireNothingOf("io.evenkeel.lb.netty");
    }
}
