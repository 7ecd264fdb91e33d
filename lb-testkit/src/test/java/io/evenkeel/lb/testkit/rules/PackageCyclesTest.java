package io.evenkeel.lb.testkit.rules;

import io.evenkeel.lb.Pool;
import io.evenkeel.lb.testkit.ModuleRules;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of lb-api, as DESIGN draws them, and how large a package may be. */
class PackageCyclesTest {

    private static final String LB = "io.evenkeel.lb";

    private final ModuleRules rules = ModuleRules.of(Pool.class, "io.evenkeel");

    @Test
    void noPackagesUseEachOtherInACircle() {
        rules.requireNoCycles();
        ModuleRules.of(ModuleRules.class, "io.evenkeel").requireNoCycles();
    }

    @Test
    void spiSeesNothingOfOurs() {
        rules.requireOnly(LB + ".spi");
    }

    @Test
    void algorithmsSeeSpiOnly() {
        rules.requireOnly(LB + ".schedule", LB + ".spi");
        rules.requireOnly(LB + ".persist", LB + ".spi");
        rules.requireOnly(LB + ".check", LB + ".spi");
        rules.requireOnly(LB + ".access", LB + ".spi");
        rules.requireOnly(LB + ".route", LB + ".spi");
    }

    @Test
    void theRootSeesAlgorithmsAndNeverTheEngine() {
        rules.requireOnly(
                LB,
                LB + ".spi",
                LB + ".schedule",
                LB + ".persist",
                LB + ".check",
                LB + ".access",
                LB + ".route",
                LB + ".status",
                LB + ".observe");
    }

    @Test
    void whatIsToldKnowsNothingOfWhatIsConfigured() {
        rules.requireOnly(LB + ".status", LB + ".spi", LB + ".check", LB + ".persist");
        rules.requireOnly(LB + ".observe", LB + ".spi", LB + ".check", LB + ".route", LB + ".status");
    }

    @Test
    void noPackageHasOutgrownItsRoom() {
        rules.requireAtMost(25);
        ModuleRules.of(ModuleRules.class, "io.evenkeel").requireAtMost(25);
    }

    @Test
    void nothingHereKnowsNetty() {
        rules.requireNothingOf("io.netty");
    }
}
