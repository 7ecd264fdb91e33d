package io.evenkeel.lb.netty.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.testkit.ScriptedRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 1, 1", "17, 17, 17", "30, 30, 30", "31, 31, 30", "300, 300, 30", "301, 300, 30"})
    void aTtlIsKeptWithinBounds(long ttl, long whole, long half) {
        assertEquals(Duration.ofSeconds(whole), Pace.afterAnswer(answer(ttl, false)));
        assertEquals(Duration.ofSeconds(half), Pace.afterAnswer(answer(ttl, true)));
    }

    @Test
    void theLongestTtlThatFitsIntoARecordIsBounded() {
        assertEquals(Pace.LONGEST, Pace.afterAnswer(answer(0xffff_ffffL, false)));
    }

    private static Answer answer(long ttl, boolean partial) {
        return new Answer(List.of(), Duration.ofSeconds(ttl), partial, null);
    }

    @ParameterizedTest
    @CsvSource({"1, 2000", "2, 4000", "3, 8000", "4, 16000", "5, 30000", "6, 30000", "10, 30000", "2000000000, 30000"})
    void failuresAreFollowedByHalfToAllOfAGrowingTime(int failures, int whole) {
        ScriptedRandom random = ScriptedRandom.of(0, whole / 2);
        assertEquals(Duration.ofMillis(whole / 2), Pace.afterFailure(failures, random));
        assertEquals(Duration.ofMillis(whole), Pace.afterFailure(failures, random));
        assertEquals(List.of(whole / 2 + 1, whole / 2 + 1), random.bounds());
    }
}
