package io.evenkeel.lb.netty.http.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Classes of bytes, by the grammar of RFC 9110 and 9112, and comparison of bytes with texts. A {@code skip} method returns
 * the first position whose byte is not of its class, or the limit.
 */
public final class Octets {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long SIGNS = 0x8080_8080_8080_8080L;
    private static final long LOWER_CASE = EACH * 0x20;

    private static final boolean[] TOKEN = alphanumericAnd("!#$%&'*+-.^_`|~");
    private static final boolean[] TARGET = target();

    private Octets() {}

    /** A table of letters, digits and more. */
    static boolean[] alphanumericAnd(String more) {
        boolean[] table = new boolean[256];
        for (int c = '0'; c <= 'z'; c++) {
            table[c] = c <= '9' || c >= 'a' || (c >= 'A' && c <= 'Z');
        }
        for (int i = 0; i < more.length(); i++) {
            table[more.charAt(i)] = true;
        }
        return table;
    }

    /** Any visible ASCII: browsers send more than RFC 3986 allows. A fragment is never sent. */
    private static boolean[] target() {
        boolean[] table = new boolean[256];
        for (int c = '!'; c <= '~'; c++) {
            table[c] = c != '#';
        }
        return table;
    }

    /**
     * Skips a token: a name, a method.
     *
     * @param bytes where
     * @param from the first position
     * @param limit behind the last position
     * @return where it ends
     */
    public static int skipToken(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && TOKEN[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /**
     * Skips what a request's target may consist of.
     *
     * @param bytes where
     * @param from the first position
     * @param limit behind the last position
     * @return where it ends
     */
    public static int skipTarget(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && TARGET[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /**
     * Skips spaces and tabs.
     *
     * @param bytes where
     * @param from the first position
     * @param limit behind the last position
     * @return where they end
     */
    public static int skipBlanks(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    /**
     * Skips what a field's value may consist of: visible ASCII, blanks, and bytes from 0x80. Eight at a time: of a word,
     * the sign of every byte below 0x20 or equal to 0x7f is set (the lowest one set is exact, those above it may be a
     * carry's).
     *
     * @param bytes where
     * @param from the first position
     * @param limit behind the last position
     * @return where it ends
     */
    public static int skipText(byte[] bytes, int from, int limit) {
        int at = from;
        while (at + Long.BYTES <= limit) {
            long word = (long) WORD.get(bytes, at);
            long deletes = word ^ (EACH * 0x7f);
            long found = (((word - EACH * 0x20) & ~word) | ((deletes - EACH) & ~deletes)) & SIGNS;
            if (found == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            if (bytes[at] != '\t') {
                return at;
            }
            at++;
        }
        while (at < limit && !isControl(bytes[at])) {
            at++;
        }
        return at;
    }

    /**
     * Whether a byte is a space or a tab.
     *
     * @param octet the byte
     * @return true when it is
     */
    public static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /**
     * Whether a byte must not be in a field's value: a control other than tab.
     *
     * @param octet the byte
     * @return true when it is
     */
    public static boolean isControl(byte octet) {
        return octet == 0x7f || ((octet & 0xff) < ' ' && octet != '\t');
    }

    /**
     * Whether a byte may be in a token.
     *
     * @param octet the byte
     * @return true when it may
     */
    public static boolean isToken(byte octet) {
        return TOKEN[octet & 0xff];
    }

    /**
     * Whether a byte is a decimal digit.
     *
     * @param octet the byte
     * @return true when it is
     */
    public static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /**
     * The value of a hex digit.
     *
     * @param octet the byte
     * @return 0 to 15, or -1 if it is none
     */
    public static int hex(byte octet) {
        if (isDigit(octet)) {
            return octet - '0';
        }
        int letter = octet | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /**
     * A text as bytes.
     *
     * @param text of ASCII
     * @return its characters
     */
    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The eight bytes from a position on, the first one lowest.
     *
     * @param bytes where
     * @param at the first position
     * @return them
     */
    public static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /**
     * Eight characters as {@link #word} reads them.
     *
     * @param text eight characters of ASCII
     * @return them
     */
    public static long word(String text) {
        long word = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            word = (word << 8) | text.charAt(i);
        }
        return word;
    }

    /**
     * Finds a byte.
     *
     * @param octet the byte
     * @param bytes where
     * @param from the first position
     * @param limit behind the last position
     * @return its first position, or the limit
     */
    public static int indexOf(char octet, byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && bytes[at] != octet) {
            at++;
        }
        return at;
    }

    /**
     * Compares exactly.
     *
     * @param bytes where
     * @param from the first position
     * @param to behind the last position
     * @param text of ISO-8859-1
     * @return true when they are the same
     */
    public static boolean equal(byte[] bytes, int from, int to, String text) {
        return to - from == text.length() && beginsWith(bytes, from, to, text);
    }

    /**
     * Compares the beginning exactly.
     *
     * @param bytes where
     * @param from the first position
     * @param to behind the last position
     * @param text of ISO-8859-1
     * @return true when they begin with it
     */
    public static boolean beginsWith(byte[] bytes, int from, int to, String text) {
        int length = text.length();
        if (to - from < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((bytes[from + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares without regard to case.
     *
     * @param bytes where
     * @param from the first position
     * @param to behind the last position
     * @param text of ASCII
     * @return true when they are the same
     */
    public static boolean alike(byte[] bytes, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int octet = bytes[i] & 0xff;
            char letter = text.charAt(i - from);
            if (octet != letter && lower(octet) != lower(letter)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares a token without regard to case, eight bytes at a time, the last ones again. Setting the bit of lower case
     * turns nothing that is allowed in a field into a letter, digit or dash but those themselves.
     *
     * @param bytes where
     * @param from the first position
     * @param to behind the last position; without controls
     * @param lower letters in lower case, digits and dashes
     * @return true when they are the same
     */
    public static boolean alike(byte[] bytes, int from, int to, byte[] lower) {
        int length = lower.length;
        if (to - from != length) {
            return false;
        }
        if (length < Long.BYTES) {
            return alikeShort(bytes, from, lower);
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((word(bytes, from + i) | LOWER_CASE) != word(lower, i)) {
                return false;
            }
        }
        return (word(bytes, from + last) | LOWER_CASE) == word(lower, last);
    }

    private static boolean alikeShort(byte[] bytes, int from, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            if ((bytes[from + i] | 0x20) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares two ranges of one array without regard to case.
     *
     * @param bytes where
     * @param a the first position of the one
     * @param b the first position of the other
     * @param length of both
     * @return true when they are the same
     */
    public static boolean alike(byte[] bytes, int a, int b, int length) {
        for (int i = 0; i < length; i++) {
            if (lower(bytes[a + i] & 0xff) != lower(bytes[b + i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
    }
}
