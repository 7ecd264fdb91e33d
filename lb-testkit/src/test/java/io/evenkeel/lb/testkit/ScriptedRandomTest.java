package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.spi.RandomSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptedRandomTest {

    @Test
    void followsTheScriptAndFailsAfterIt() {
        ScriptedRandom random = ScriptedRandom.of(2, 0, 5);

        assertEquals(2, random.nextInt(3));
        assertEquals(0, random.nextInt(1));
        assertEquals(5, random.nextInt(100));

        AssertionError error = assertThrows(AssertionError.class, () -> random.nextInt(3));
        assertEquals("draw 3: the script has only 3 value(s)", error.getMessage());
        assertEquals(List.of(3, 1, 100), random.bounds());
    }

    @Test
    void repeatsIfToldTo() {
        ScriptedRandom random = ScriptedRandom.repeating(1, 2);
        int[] drawn = IntStream.range(0, 5).map(i -> random.nextInt(3)).toArray();
        assertEquals(List.of(1, 2, 1, 2, 1), IntStream.of(drawn).boxed().toList());
    }

    @Test
    void aValueOutsideTheBoundIsAnError() {
        AssertionError error =
                assertThrows(AssertionError.class, () -> ScriptedRandom.of(3).nextInt(3));
        assertEquals("draw 0: the script says 3, but the bound is 3", error.getMessage());
        assertThrows(AssertionError.class, () -> ScriptedRandom.of(-1).nextInt(3));
    }

    @Test
    void anEmptyScriptIsRefused() {
        assertThrows(IllegalArgumentException.class, ScriptedRandom::of);
        assertThrows(IllegalArgumentException.class, ScriptedRandom::repeating);
    }

    @Test
    void seededIsTheSameEachTime() {
        assertEquals(draws(ScriptedRandom.seeded(7)), draws(ScriptedRandom.seeded(7)));
        assertNotEquals(draws(ScriptedRandom.seeded(7)), draws(ScriptedRandom.seeded(8)));
        assertTrue(draws(ScriptedRandom.seeded(7)).stream().allMatch(value -> value >= 0 && value < 10));
        // The algorithm is fixed by java.util.Random; a change of it would change everybody's expected sequences.
        assertEquals(0, ScriptedRandom.seeded(42).nextInt(10));
    }

    private static List<Integer> draws(RandomSource random) {
        return IntStream.range(0, 50).map(i -> random.nextInt(10)).boxed().toList();
    }
}
