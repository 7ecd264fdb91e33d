package io.evenkeel.lb.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A hash of 64 bits, the same in each JVM and each version of Evenkeel, so that balancers which know nothing of each other
 * send a client to the same server.
 *
 * <p>It is XXH64 with seed 0 (Collet, <a href="https://github.com/Cyan4973/xxHash">the specification</a>), but for one value:
 * 0 is 1 here, so that 0 can stand for what is not there. Each bit of it depends on each bit of the input; any of its bits
 * will do.
 *
 * <p>It is no secret, and need not be: who wants to burden one server repeats one request, whatever the hash. Nothing is
 * kept in a table by it here.
 */
public final class Hash64 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final long P1_PLUS_P2 = 0x60EA27EEADC0B5D6L;

    private Hash64() {}

    /**
     * The hash of some bytes.
     *
     * @param bytes has them
     * @param from where they begin
     * @param to behind the last of them
     * @return the hash, never 0
     * @throws IndexOutOfBoundsException when this is not a part of the array
     */
    public static long of(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        int at = from;
        long hash = P5;
        if (to - from >= 32) {
            long a = P1_PLUS_P2;
            long b = P2;
            long c = 0;
            long d = -P1;
            for (; at <= to - 32; at += 32) {
                a = round(a, (long) LONG.get(bytes, at));
                b = round(b, (long) LONG.get(bytes, at + 8));
                c = round(c, (long) LONG.get(bytes, at + 16));
                d = round(d, (long) LONG.get(bytes, at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        }
        hash += to - from;
        for (; at <= to - 8; at += 8) {
            hash = add(hash, (long) LONG.get(bytes, at));
        }
        if (at <= to - 4) {
            hash ^= ((int) INT.get(bytes, at) & 0xffff_ffffL) * P1;
            hash = Long.rotateLeft(hash, 23) * P2 + P3;
            at += 4;
        }
        for (; at < to; at++) {
            hash ^= (bytes[at] & 0xff) * P5;
            hash = Long.rotateLeft(hash, 11) * P1;
        }
        return finish(hash);
    }

    /**
     * The hash of a text's UTF-8. Makes an array of it, so it is not for event loops.
     *
     * @param text any text, such as a server's id
     * @return the hash, never 0
     */
    public static long of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /**
     * The hash of two numbers, in this order: that of their 16 bytes, the most significant first. So hashes are combined: that
     * of a client and that of a server, or that of a host and that of a path.
     *
     * @param first any number
     * @param second any number
     * @return the hash, never 0
     */
    public static long of(long first, long second) {
        return finish(add(add(P5 + 16, Long.reverseBytes(first)), Long.reverseBytes(second)));
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * P1 + P4;
    }

    private static long add(long hash, long input) {
        return Long.rotateLeft(hash ^ round(0, input), 27) * P1 + P4;
    }

    private static long finish(long hash) {
        long mixed = (hash ^ hash >>> 33) * P2;
        mixed = (mixed ^ mixed >>> 29) * P3;
        mixed ^= mixed >>> 32;
        return mixed == 0 ? 1 : mixed;
    }
}
