package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Octets;

/** {@code HTTP/1.0} and {@code HTTP/1.1}, compared as one word. */
final class Version {

    static final int LENGTH = 8;

    private static final long HTTP_1_1 = Octets.word("HTTP/1.1");
    private static final long HTTP_1_0 = Octets.word("HTTP/1.0");

    private Version() {}

    /** 0 or 1; -1 if it is neither, or not there yet. */
    static int minor(byte[] bytes, int at, int limit) {
        if (limit - at < LENGTH) {
            return -1;
        }
        long word = Octets.word(bytes, at);
        if (word == HTTP_1_1) {
            return 1;
        }
        return word == HTTP_1_0 ? 0 : -1;
    }

    /** Whether it is {@code HTTP/}, a digit, a dot and a digit. */
    static boolean isWellFormed(byte[] bytes, int from, int to) {
        return to - from == LENGTH
                && Octets.beginsWith(bytes, from, to, "HTTP/")
                && Octets.isDigit(bytes[from + 5])
                && bytes[from + 6] == '.'
                && Octets.isDigit(bytes[from + 7]);
    }
}
