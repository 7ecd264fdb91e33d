package io.evenkeel.lb.testkit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * An endless stream of pseudo-random bytes in which each position can be computed by itself, so that a sender and a
 * receiver who share only the seed can check any part of what passed between them, at gigabytes per second.
 *
 * <p>Bytes 8k to 8k+7 are, in little-endian order, the SplitMix64 output for {@code seed + (k + 1) * gamma}. See Steele,
 * Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. A lost, doubled or moved piece is noticed
 * unless it is a multiple of the period, 2^67 bytes.
 *
 * <p>Immutable; safe for use by any thread.
 */
public final class SeededBytes {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final int CHUNK = 16 * 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long seed;

    private SeededBytes(long seed) {
        this.seed = seed;
    }

    /**
     * The stream of a seed.
     *
     * @param seed selects the stream
     * @return the stream
     */
    public static SeededBytes of(long seed) {
        return new SeededBytes(seed);
    }

    /**
     * Copies a part of the stream.
     *
     * @param position where in the stream the part begins, 0 or more
     * @param target where to copy it
     * @param offset the first index to write
     * @param length how many bytes
     * @throws IndexOutOfBoundsException if {@code target} is too short
     */
    public void fill(long position, byte[] target, int offset, int length) {
        int end = offset + length;
        long at = position;
        int index = offset;
        while (index < end) {
            // Whole words where the stream's word and the room allow it, single bytes at the edges.
            if ((at & 7) == 0 && end - index >= Long.BYTES) {
                LONGS.set(target, index, word(at >>> 3));
                index += Long.BYTES;
                at += Long.BYTES;
            } else {
                target[index++] = at(at++);
            }
        }
    }

    /**
     * A part of the stream as a new array.
     *
     * @param position where in the stream the part begins, 0 or more
     * @param length how many bytes
     * @return the bytes
     */
    public byte[] slice(long position, int length) {
        byte[] bytes = new byte[length];
        fill(position, bytes, 0, length);
        return bytes;
    }

    /**
     * Compares bytes with a part of the stream.
     *
     * @param position where in the stream the part begins, 0 or more
     * @param bytes what to compare
     * @param offset the first index to compare
     * @param length how many bytes
     * @return the position in the stream of the first byte that differs, or -1 if none does
     * @throws IndexOutOfBoundsException if {@code bytes} is too short
     */
    public long mismatch(long position, byte[] bytes, int offset, int length) {
        int end = offset + length;
        long at = position;
        int index = offset;
        while (index < end) {
            if ((at & 7) == 0 && end - index >= Long.BYTES && (long) LONGS.get(bytes, index) == word(at >>> 3)) {
                index += Long.BYTES;
                at += Long.BYTES;
            } else if (bytes[index] == at(at)) {
                index++;
                at++;
            } else {
                return at;
            }
        }
        return -1;
    }

    /**
     * The CRC-32C of the stream's first bytes, to compare with a digest taken elsewhere.
     *
     * @param length how many bytes
     * @return the digest, 0 to 2^32 - 1
     */
    public long digest(long length) {
        CRC32C crc = new CRC32C();
        byte[] chunk = new byte[(int) Math.min(length, CHUNK)];
        for (long position = 0; position < length; position += CHUNK) {
            int size = (int) Math.min(length - position, CHUNK);
            fill(position, chunk, 0, size);
            crc.update(chunk, 0, size);
        }
        return crc.getValue();
    }

    private byte at(long position) {
        return (byte) (word(position >>> 3) >>> ((position & 7) << 3));
    }

    private long word(long index) {
        long z = seed + (index + 1) * GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
