package io.evenkeel.lb.testkit;

import io.evenkeel.lb.spi.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Randomness that a test has written down, so that an algorithm which draws from it has one exact expected outcome.
 *
 * <p>A value that does not fit the bound it is drawn for is never folded into it: the script and the algorithm disagree,
 * and the draw fails. The bounds asked for are recorded.
 *
 * <p>Threads: safe, though a script read by two threads has no defined order.
 */
public final class ScriptedRandom implements RandomSource {

    private final int[] script;
    private final boolean repeats;
    private final List<Integer> bounds = new ArrayList<>();

    private ScriptedRandom(int[] script, boolean repeats) {
        if (script.length == 0) {
            throw new IllegalArgumentException("script: empty (expected: one value or more)");
        }
        this.script = script.clone();
        this.repeats = repeats;
    }

    /**
     * A script that is read once; the draw after its last value fails.
     *
     * @param values what to return, in turn
     * @return the source
     * @throws IllegalArgumentException if there are no values
     */
    public static ScriptedRandom of(int... values) {
        return new ScriptedRandom(values, false);
    }

    /**
     * A script that starts again after its last value.
     *
     * @param values what to return, in turn
     * @return the source
     * @throws IllegalArgumentException if there are no values
     */
    public static ScriptedRandom repeating(int... values) {
        return new ScriptedRandom(values, true);
    }

    /**
     * Pseudo-random values that are the same in each run and on each machine. Safe for use by several threads.
     *
     * @param seed selects the sequence
     * @return the source
     */
    public static RandomSource seeded(long seed) {
        // java.util.Random, because its algorithm is part of its contract.
        Random random = new Random(seed);
        return random::nextInt;
    }

    /**
     * The next value of the script.
     *
     * @param bound the exclusive upper bound, at least 1
     * @return the value
     * @throws AssertionError if the script is at its end, or its next value is not within 0 to {@code bound - 1}
     */
    @Override
    public synchronized int nextInt(int bound) {
        int draw = bounds.size();
        if (draw >= script.length && !repeats) {
            throw new AssertionError("draw " + draw + ": the script has only " + script.length + " value(s)");
        }
        int value = script[draw % script.length];
        if (value < 0 || value >= bound) {
            throw new AssertionError("draw " + draw + ": the script says " + value + ", but the bound is " + bound);
        }
        bounds.add(bound);
        return value;
    }

    /**
     * The bounds of all successful draws so far, oldest first.
     *
     * @return a copy
     */
    public synchronized List<Integer> bounds() {
        return List.copyOf(bounds);
    }
}
