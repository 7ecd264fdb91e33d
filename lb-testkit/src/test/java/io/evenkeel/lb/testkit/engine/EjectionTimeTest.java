package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For how long servers are ejected. */
class EjectionTimeTest {

    private static final String ID = "10.0.0.1:80";
    private static final Ejection POLICY =
            Ejection.afterFailures(1).time(Duration.ofSeconds(10), Duration.ofSeconds(65));

    /** A rig whose draws for schedulers are 0, and those for ejections as given. */
    private static EngineRig rig(RandomSource jitter, Ejection ejection) {
        EngineRig rig = new EngineRig(0, bound -> bound > 100 ? jitter.nextInt(bound) : 0);
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .availability(Availability.DEFAULT.ejection(ejection))
                .build());
        return rig;
    }

    private static EngineRig rig(Ejection ejection) {
        return rig(bound -> 0, ejection);
    }

    private static boolean isEjected(EngineRig rig) {
        return rig.snapshot("web", ID).health() == Health.EJECTED;
    }

    /** Lets the server be ejected and waits until it is back. */
    private static long millis(EngineRig rig) {
        rig.fail("web", "10.0.0.1");
        assertTrue(isEjected(rig));
        long millis = 0;
        while (isEjected(rig)) {
            rig.advance(Duration.ofMillis(1));
            millis++;
        }
        return millis;
    }

    @Test
    void theFirstTakesTenSecondsByDefault() {
        assertEquals(10_000, millis(rig(Ejection.afterFailures(1))));
    }

    @Test
    void eachTakesTwiceAsLongAsTheOneBeforeUpToTheLongest() {
        EngineRig rig = rig(POLICY);
        assertEquals(10_000, millis(rig));
        assertEquals(20_000, millis(rig));
        assertEquals(40_000, millis(rig));
        assertEquals(65_000, millis(rig));
        assertEquals(65_000, millis(rig));
    }

    @Test
    void theLongestIsTheFirstWhereTheyAreEqual() {
        EngineRig rig = rig(Ejection.afterFailures(1).time(Duration.ofSeconds(3), Duration.ofSeconds(3)));
        for (int i = 0; i < 100; i++) { // more often than a long has bits
            assertEquals(3_000, millis(rig));
        }
    }

    @Test
    void aServerThatWasInForAsLongAsTheLongestBeginsAnew() {
        EngineRig rig = rig(POLICY);
        millis(rig);
        millis(rig);
        rig.advance(Duration.ofSeconds(65));
        assertEquals(10_000, millis(rig));
        rig.advance(Duration.ofSeconds(65).minusMillis(1));
        assertEquals(20_000, millis(rig));
    }

    @Test
    void whatTheOperatorEndedCountsFromThereOn() {
        EngineRig rig = rig(POLICY);
        rig.fail("web", "10.0.0.1");
        rig.advance(Duration.ofSeconds(1));
        rig.done(rig.server("web", ID).enable());
        assertEquals(20_000, millis(rig));
    }

    @Test
    void eachIsDrawnUpToAFifthShorter() {
        assertEquals(8_002, millis(rig(bound -> bound - 1, POLICY)));
        assertEquals(9_000, millis(rig(bound -> bound / 2, POLICY)));
        EngineRig seeded = rig(ScriptedRandom.seeded(1), POLICY.time(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            long millis = millis(seeded);
            assertTrue(millis >= 800 && millis <= 1000, millis + " ms");
            seen.add(millis);
        }
        assertTrue(seen.size() > 50, seen.toString());
    }

    @Test
    void theCapIsDrawnToo() {
        EngineRig rig = rig(bound -> bound - 1, POLICY);
        millis(rig);
        millis(rig);
        millis(rig);
        assertEquals(52_013, millis(rig));
    }

    @Test
    void theCauseTellsForHowLong() {
        EngineRig rig = rig(bound -> bound / 2, POLICY);
        rig.fail("web", "10.0.0.1");
        assertEquals("ejected for 9s after a failure", rig.snapshot("web", ID).cause());
    }

    @Test
    void theShortestAndTheLongestWork() {
        assertEquals(10, millis(rig(Ejection.afterFailures(1).time(Duration.ofMillis(10), Duration.ofMillis(10)))));
        EngineRig rig = rig(Ejection.afterFailures(1).time(Duration.ofDays(1), Duration.ofDays(1)));
        rig.fail("web", "10.0.0.1");
        rig.advance(Duration.ofDays(1).minusMillis(1));
        assertTrue(isEjected(rig));
        rig.advance(Duration.ofMillis(1));
        assertTrue(!isEjected(rig));
    }
}
