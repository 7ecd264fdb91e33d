package io.evenkeel.lb.testkit.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Pool;
import io.evenkeel.lb.testkit.ModuleRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The checker itself: it sees what there is, and can fail. */
class ModuleRulesTest {

    private final ModuleRules api = ModuleRules.of(Pool.class, "io.evenkeel");

    private static String failure(Executable call) {
        return assertThrows(AssertionError.class, call).getMessage();
    }

    @Test
    void seesWhatAPackageUses() {
        var engine = api.uses().get("io.evenkeel.lb.engine.choose");
        assertTrue(engine.contains("io.evenkeel.lb.schedule"), engine.toString());
        assertTrue(engine.contains("org.slf4j"), engine.toString());
        assertTrue(engine.contains("java.util.concurrent.atomic"), engine.toString());
        assertTrue(api.uses().get("io.evenkeel.lb.schedule").contains("io.evenkeel.lb.spi"));
    }

    @Test
    void failsOnAnArrowThatIsNotAllowed() {
        assertEquals(
                "io.evenkeel.lb.schedule uses [io.evenkeel.lb.spi]; allowed: [io.evenkeel.lb.check]",
                failure(() -> api.requireOnly("io.evenkeel.lb.schedule", "io.evenkeel.lb.check")));
        assertEquals("io.evenkeel.lb.engine uses org.slf4j", failure(() -> api.requireNothingOf("org.slf4j")));
        assertTrue(failure(() -> api.requireOnly("io.evenkeel.none")).startsWith("there is no package"));
    }

    @Test
    void failsOnAPackageThatHasOutgrownItsRoom() {
        String message = failure(() -> api.requireAtMost(4));
        assertTrue(message.startsWith("packages of more than 4 files: {io.evenkeel.lb="), message);
        assertTrue(!message.contains("io.evenkeel.lb.access="), message); // it has four
    }

    /** JUnit's own packages do use each other in a circle. */
    @Test
    void failsOnACircleAndReadsJars() {
        ModuleRules junit = ModuleRules.of(Test.class, "org.junit");
        String message = failure(junit::requireNoCycles);
        assertTrue(message.startsWith("packages in a circle: org.junit.jupiter.api -> "), message);
        assertTrue(junit.exports().contains("org.junit.jupiter.api"));
    }
}
