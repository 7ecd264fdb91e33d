package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RhythmTest {

    private static final HealthPolicy POLICY =
            HealthPolicy.every(Duration.ofSeconds(10)).fastInterval(Duration.ofSeconds(2));

    private static Duration next(int draw, boolean inDoubt, Duration sinceStart) {
        return new Rhythm(POLICY, ScriptedRandom.of(draw)).next(inDoubt, sinceStart.toNanos());
    }

    @ParameterizedTest
    @CsvSource({"0, 9000", "1000, 10000", "2000, 11000", "1, 9001", "1500, 10500"})
    void theIntervalMovesByATenthAtMost(int draw, long millis) {
        assertEquals(Duration.ofMillis(millis), next(draw, false, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({"0, 1800", "1000, 2000", "2000, 2200"})
    void soDoesTheFastOne(int draw, long millis) {
        assertEquals(Duration.ofMillis(millis), next(draw, true, Duration.ZERO));
    }

    @Test
    void theTimeOfTheCheckIsPartOfTheInterval() {
        assertEquals(Duration.ofMillis(6_500), next(1000, false, Duration.ofMillis(3_500)));
        assertEquals(Duration.ZERO, next(0, false, Duration.ofSeconds(9)));
        assertEquals(Duration.ZERO, next(0, true, Duration.ofSeconds(4)), "it took longer than the interval");
    }

    @Test
    void theFirstComesWithinTheIntervalButWithinASecond() {
        ScriptedRandom random = ScriptedRandom.of(0, 999_999_999, 249_999_999);

        assertEquals(Duration.ZERO, new Rhythm(POLICY, random).first());
        assertEquals(Duration.ofNanos(999_999_999), new Rhythm(POLICY, random).first());
        assertEquals(
                Duration.ofNanos(249_999_999), new Rhythm(HealthPolicy.every(Duration.ofMillis(250)), random).first());
        assertEquals(List.of(1_000_000_000, 1_000_000_000, 250_000_000), random.bounds());
    }

    @Test
    void theLongestIntervalDoesNotOverflow() {
        HealthPolicy daily = HealthPolicy.every(Duration.ofDays(1));

        assertEquals(Duration.ofMinutes(24 * 66), new Rhythm(daily, ScriptedRandom.of(2000)).next(false, 0));
    }

    @Test
    void drawsCoverTheWholeRangeAndNoMore() {
        Rhythm rhythm = new Rhythm(POLICY, ScriptedRandom.seeded(1));
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 10_000; i++) {
            long nanos = rhythm.next(false, 0).toNanos();
            least = Math.min(least, nanos);
            most = Math.max(most, nanos);
        }
        assertTrue(least >= 9_000_000_000L && least < 9_010_000_000L, () -> "least of 10,000 draws");
        assertTrue(most <= 11_000_000_000L && most > 10_990_000_000L, () -> "most of 10,000 draws");
    }
}
