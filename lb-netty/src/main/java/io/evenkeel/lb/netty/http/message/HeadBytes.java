package io.evenkeel.lb.netty.http.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a head in one array, as received and added to; all texts of a message are ranges of it. Its length is a
 * power of two; a large one is let go when cleared.
 */
abstract class HeadBytes {

    private static final int FIRST = 1024;
    private static final int KEPT = 8 * FIRST;

    private byte[] bytes = new byte[FIRST];
    private int size;

    HeadBytes() {}

    /**
     * The array that all ranges are of; another one after bytes were reserved or added.
     *
     * @return not a copy
     */
    public final byte[] bytes() {
        return bytes;
    }

    /**
     * How many bytes of the array are used.
     *
     * @return 0 or more
     */
    public final int size() {
        return size;
    }

    /**
     * Says how many bytes are used.
     *
     * @param used from 0 to the array's length
     */
    public final void size(int used) {
        size = used;
    }

    /**
     * Makes room behind the bytes used.
     *
     * @param more how many bytes
     * @return the array
     */
    public final byte[] reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Integer.highestOneBit(size + more - 1) << 1);
        }
        return bytes;
    }

    /**
     * Appends a text to the bytes, which stays a range of them.
     *
     * @param text of ISO-8859-1
     * @return where it begins; it ends at {@link #size()}
     */
    public final int append(String text) {
        int start = size;
        int length = text.length();
        byte[] into = reserve(length);
        for (int i = 0; i < length; i++) {
            into[start + i] = (byte) text.charAt(i);
        }
        size = start + length;
        return start;
    }

    /**
     * Appends bytes, which stay a range of these.
     *
     * @param source where they are; may be this object's own array
     * @param from where they begin
     * @param to where they end
     * @return where they begin now; they end at {@link #size()}
     */
    public final int append(byte[] source, int from, int to) {
        int start = size;
        System.arraycopy(source, from, reserve(to - from), start, to - from);
        size = start + to - from;
        return start;
    }

    /**
     * A range of the bytes as text.
     *
     * @param from where it begins
     * @param to where it ends
     * @return a character for each byte
     */
    public final String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    final void clearBytes() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[FIRST];
        }
    }
}
