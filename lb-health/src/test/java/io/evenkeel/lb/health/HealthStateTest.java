package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.check.HealthPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthStateTest {

    private static final HealthPolicy POLICY = HealthPolicy.every(Duration.ofSeconds(1));

    /** Verdicts as a word: {@code +} success, {@code -} failure, {@code ?} inconclusive. */
    private static List<String> states(int fall, int rise, String verdicts) {
        HealthState state = new HealthState(POLICY.fall(fall).rise(rise));
        List<String> seen = new ArrayList<>();
        for (char verdict : verdicts.toCharArray()) {
            state.accept(
                    switch (verdict) {
                        case '+' -> Verdict.SUCCESS;
                        case '-' -> Verdict.failure("refused");
                        default -> Verdict.inconclusive("no descriptors");
                    });
            seen.add(state.health() + (state.isInDoubt() ? "!" : ""));
        }
        return seen;
    }

    /** An exclamation mark stands for "in doubt". */
    @ParameterizedTest(name = "fall {0}, rise {1}: {2}")
    @CsvSource({
        "2, 1, +,       up",
        "2, 3, +,       up",
        "2, 1, -,       unknown!",
        "2, 1, -+,      unknown! up",
        "2, 1, --,      unknown! down",
        "1, 1, -,       down",
        "3, 2, -+,      unknown! up",
        "2, 1, +-,      up doubtful!",
        "2, 1, +-+,     up doubtful! up",
        "2, 1, +--,     up doubtful! down",
        "1, 1, +-,      up down",
        "3, 1, +--+--,  up doubtful! doubtful! up doubtful! doubtful!",
        "3, 1, +---,    up doubtful! doubtful! down",
        "1, 1, +-+-,    up down up down",
        "1, 2, -+,      down recovering!",
        "1, 2, -++,     down recovering! up",
        "1, 2, -+-++,   down recovering! down recovering! up",
        "1, 3, -++-,    down recovering! recovering! down",
        "2, 2, --++-+,  unknown! down recovering! up doubtful! up",
        "2, 1, ---,     unknown! down down",
        "2, 1, ?,       unknown",
        "2, 1, -?-,     unknown! unknown! down",
        "2, 2, +-?-?+?+, up doubtful! doubtful! down down recovering! recovering! up",
    })
    void flips(int fall, int rise, String verdicts, String expected) {
        assertEquals(List.of(expected.split(" ")), states(fall, rise, verdicts));
    }

    @Test
    void aHundredFailuresWhereTheLimitIsAHundred() {
        List<String> states = states(100, 100, "+" + "-".repeat(100) + "+".repeat(100));

        assertEquals("doubtful!", states.get(99));
        assertEquals("down", states.get(100));
        assertEquals("recovering!", states.get(199));
        assertEquals("up", states.get(200));
    }

    @Test
    void tellsWhatIsNewAndNothingElse() {
        HealthState state = new HealthState(POLICY.fall(3).rise(2));

        assertTrue(state.accept(Verdict.failure("a")));
        assertFalse(state.accept(Verdict.failure("a")));
        assertTrue(state.accept(Verdict.SUCCESS));
        assertFalse(state.accept(Verdict.SUCCESS));
        assertTrue(state.accept(Verdict.failure("a")), "doubtful");
        assertFalse(state.accept(Verdict.failure("a")), "still doubtful");
        assertFalse(state.accept(Verdict.inconclusive("x")));
        assertTrue(state.accept(Verdict.failure("b")), "down");
        assertTrue(state.accept(Verdict.failure("a")), "down for another reason");
        assertFalse(state.accept(Verdict.failure("a")));
        assertTrue(state.accept(Verdict.SUCCESS), "recovering");
        assertTrue(state.accept(Verdict.failure("a")), "down again");
        assertTrue(state.accept(Verdict.SUCCESS), "recovering");
        assertTrue(state.accept(Verdict.SUCCESS), "up");
    }

    @Test
    void theCauseIsThatOfTheLastFailureUntilItIsUp() {
        HealthState state = new HealthState(POLICY.fall(2).rise(2));
        assertEquals("", state.cause());

        state.accept(Verdict.failure("a"));
        assertEquals("a", state.cause());
        state.accept(Verdict.failure("b"));
        assertEquals("b", state.cause());
        state.accept(Verdict.SUCCESS);
        assertEquals("b", state.cause(), "what it recovers from");
        state.accept(Verdict.inconclusive("c"));
        assertEquals("b", state.cause());
        state.accept(Verdict.SUCCESS);
        assertEquals("", state.cause());
    }
}
