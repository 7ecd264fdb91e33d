package io.evenkeel.lb.health;

import java.util.regex.Pattern;

/**
 * Looks for a pattern in what a server sent, within bounds. A pattern that backtracks can take longer than the universe
 * lasts over a few dozen characters, and the search runs on an event loop: so it may read so many characters and no more.
 * Reads are counted rather than time, because then a pause of this machine fails no server.
 */
final class BodySearch {

    /** Some milliseconds. A sane pattern reads each character a few times, of a mebibyte at most. */
    static final int MAX_READS = 8_000_000;

    /** How a search ended. */
    enum Result {
        FOUND,
        NOT_FOUND,
        GIVEN_UP
    }

    private BodySearch() {}

    static Result find(Pattern pattern, String body) {
        try {
            return pattern.matcher(new CountedText(body)).find() ? Result.FOUND : Result.NOT_FOUND;
        } catch (TooManyReads | StackOverflowError e) { // the JDK's matcher recurses for each turn of (a|b)*
            return Result.GIVEN_UP;
        }
    }

    private static final class CountedText implements CharSequence {

        private final String text;
        private int left = MAX_READS;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManyReads();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManyReads extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyReads() {
            super(null, null, false, false);
        }
    }
}
