package io.evenkeel.lb.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Validation of settings in one place, so that every refusal reads the same: the setting's name, the value given and the
 * range that is allowed. Every method returns the value it accepted.
 */
public final class Setting {

    private Setting() {}

    /**
     * Accepts a whole number within a range.
     *
     * @param name the setting
     * @param value what was given
     * @param min the least allowed value
     * @param max the greatest allowed value
     * @return {@code value}
     * @throws IllegalArgumentException when it is outside the range
     */
    public static int range(String name, int value, int min, int max) {
        return (int) range(name, (long) value, min, max);
    }

    /**
     * Accepts a whole number within a range.
     *
     * @param name the setting
     * @param value what was given
     * @param min the least allowed value
     * @param max the greatest allowed value
     * @return {@code value}
     * @throws IllegalArgumentException when it is outside the range
     */
    public static long range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw refusal(name, value, min + " to " + max);
        }
        return value;
    }

    /**
     * Accepts a duration within a range.
     *
     * @param name the setting
     * @param value what was given
     * @param min the shortest allowed duration
     * @param max the longest allowed duration
     * @return {@code value}
     * @throws IllegalArgumentException when it is missing or outside the range
     */
    public static Duration range(String name, @Nullable Duration value, Duration min, Duration max) {
        if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw refusal(name, value, text(min) + " to " + text(max));
        }
        return value;
    }

    /**
     * Accepts a text that is neither missing nor blank.
     *
     * @param name the setting
     * @param value what was given
     * @return {@code value}
     * @throws IllegalArgumentException when it is missing or blank
     */
    public static String text(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw refusal(name, value == null ? null : '"' + value + '"', "a text that is not blank");
        }
        return value;
    }

    /**
     * Accepts anything but null.
     *
     * @param name the setting
     * @param value what was given
     * @param <T> its type
     * @return {@code value}
     * @throws IllegalArgumentException when it is missing
     */
    public static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw refusal(name, null, "any value but null");
        }
        return value;
    }

    /**
     * The refusal itself, for checks that need more than a range.
     *
     * @param name the setting
     * @param value what was given
     * @param allowed the range, in words
     * @return the exception to throw
     */
    public static IllegalArgumentException refusal(String name, @Nullable Object value, String allowed) {
        String given = value instanceof Duration duration ? text(duration) : String.valueOf(value);
        return new IllegalArgumentException(name + ": " + given + " is not allowed; allowed: " + allowed);
    }

    /**
     * A duration as people write it.
     *
     * @param duration any duration
     * @return for example {@code 500ms} or {@code 9s}
     */
    public static String text(Duration duration) {
        if (duration.toNanosPart() == 0) {
            return duration.toSeconds() + "s";
        }
        // The longest durations do not fit into milliseconds.
        boolean countable = duration.toSeconds() / 1_000_000_000_000L == 0;
        return countable && duration.toNanosPart() % 1_000_000 == 0 ? duration.toMillis() + "ms" : duration.toString();
    }
}
