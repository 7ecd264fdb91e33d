package io.evenkeel.lb.testkit.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Pool;
import io.evenkeel.lb.testkit.ModuleRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users and our other modules may see of lb-api and of the testkit: a change here is a change of the API. */
class ExportsTest {

    private static final String OURS =
            " to io.evenkeel.lb.health, io.evenkeel.lb.netty, io.evenkeel.lb.simulation," + " io.evenkeel.lb.testkit";

    @Test
    void ofTheApi() {
        assertEquals(
                List.of(
                        "io.evenkeel.lb",
                        "io.evenkeel.lb.access",
                        "io.evenkeel.lb.check",
                        "io.evenkeel.lb.engine" + OURS,
                        "io.evenkeel.lb.engine.choose" + OURS,
                        "io.evenkeel.lb.engine.handle" + OURS,
                        "io.evenkeel.lb.engine.watch" + OURS,
                        "io.evenkeel.lb.observe",
                        "io.evenkeel.lb.persist",
                        "io.evenkeel.lb.route",
                        "io.evenkeel.lb.schedule",
                        "io.evenkeel.lb.spi",
                        "io.evenkeel.lb.status"),
                List.copyOf(ModuleRules.of(Pool.class, "io.evenkeel").exports()));
    }

    @Test
    void ofTheTestkit() {
        assertEquals(
                List.of(
                        "io.evenkeel.lb.testkit",
                        "io.evenkeel.lb.testkit.dns",
                        "io.evenkeel.lb.testkit.http",
                        "io.evenkeel.lb.testkit.tcp"),
                List.copyOf(ModuleRules.of(ModuleRules.class, "io.evenkeel").exports()));
    }
}
