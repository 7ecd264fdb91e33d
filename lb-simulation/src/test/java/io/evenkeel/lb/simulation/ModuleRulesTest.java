package io.evenkeel.lb.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.testkit.ModuleRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users may see of lb-simulation, and what it needs. */
class ModuleRulesTest {

    private final ModuleRules simulation = ModuleRules.of(Simulation.class, "io.evenkeel");

    @Test
    void exportsArePinned() {
        assertEquals(List.of("io.evenkeel.lb.simulation"), List.copyOf(simulation.exports()));
    }

    @Test
    void needsNeitherTheDataPlaneNorATestFramework() {
        simulation.requireNoCycles();
        simulation.requireNothingOf("io.evenkeel.lb.netty");
        simulation.requireNothingOf("org.junit");
    }
}
