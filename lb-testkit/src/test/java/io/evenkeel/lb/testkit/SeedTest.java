package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.spi.RandomSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests that ask for a seed, run by JUnit itself. */
@ResourceLock("evenkeel.seed")
class SeedTest {

    /** What the tests below were given. */
    private static final List<Long> SEEDS = new ArrayList<>();

    /** Run by the tests, not by the build: only its outer class is a test. */
    static final class Sample {

        @Test
        void one(@Seed long seed) {
            SEEDS.add(seed);
        }

        @RepeatedTest(2)
        void repeated(@Seed long seed) {
            SEEDS.add(seed);
        }
    }

    static final class Source {

        @Test
        void both(@Seed long seed, @Seed RandomSource random) {
            assertEquals(ScriptedRandom.seeded(seed).nextInt(1_000_000), random.nextInt(1_000_000));
            SEEDS.add(seed);
        }
    }

    static final class Failing {

        @Test
        void fails(@Seed long seed) {
            SEEDS.add(seed);
            throw new AssertionError("as expected");
        }
    }

    static final class OfAnotherType {

        @Test
        void never(@Seed String seed) {
            throw new AssertionError(seed);
        }
    }

    private final String given = System.clearProperty("evenkeel.seed");

    @AfterEach
    void asBefore() {
        SEEDS.clear();
        System.clearProperty("evenkeel.seed");
        if (given != null) {
            System.setProperty("evenkeel.seed", given);
        }
    }

    /** What the tests of a class failed with. */
    private static List<Throwable> run(Class<?> tests) {
        List<Throwable> failures = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
            }
        });
        return failures;
    }

    @Test
    void eachTestHasItsOwnAndKeepsIt() {
        assertEquals(List.of(), run(Sample.class));
        List<Long> first = List.copyOf(SEEDS);
        SEEDS.clear();
        assertEquals(List.of(), run(Sample.class));

        assertEquals(first, SEEDS);
        assertEquals(3, first.stream().distinct().count(), first::toString);
    }

    @Test
    void aSourceIsSeededWithIt() {
        assertEquals(List.of(), run(Source.class));
        assertEquals(1, SEEDS.size());
    }

    @Test
    void aFailureSaysWhichItWas() {
        Throwable failure = run(Failing.class).get(0);

        assertEquals("as expected", failure.getMessage());
        assertEquals(
                "the seed was " + SEEDS.get(0) + "; for the same again: -Devenkeel.seed=" + SEEDS.get(0),
                failure.getSuppressed()[0].getMessage());
    }

    @Test
    void itCanBeGiven() {
        System.setProperty("evenkeel.seed", "4711");
        assertEquals(List.of(), run(Sample.class));

        assertEquals(List.of(4711L, 4711L, 4711L), SEEDS);
    }

    @Test
    void orDrawn() {
        System.setProperty("evenkeel.seed", "random");
        assertEquals(List.of(), run(Sample.class));
        List<Long> first = List.copyOf(SEEDS);
        SEEDS.clear();
        assertEquals(List.of(), run(Sample.class));

        assertNotEquals(first, SEEDS);
    }

    @Test
    void nonsenseIsRefused() {
        System.setProperty("evenkeel.seed", "some");
        Throwable failure = run(Source.class).get(0);

        String message = "evenkeel.seed: some is not allowed; allowed: a whole number, or random";
        assertTrue(failure.getMessage().contains(message), failure::getMessage);
        assertEquals(1, run(OfAnotherType.class).size());
    }
}
