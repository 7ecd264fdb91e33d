package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SeededBytesTest {

    private final SeededBytes stream = SeededBytes.of(42);

    @Test
    void anyPartEqualsThatPartOfTheWhole() {
        byte[] whole = stream.slice(0, 200);
        for (int from = 0; from < 40; from++) {
            for (int length = 0; length < 40; length++) {
                assertArrayEquals(Arrays.copyOfRange(whole, from, from + length), stream.slice(from, length));
            }
        }
    }

    @Test
    void fillTouchesNothingElse() {
        byte[] target = new byte[32];
        stream.fill(3, target, 5, 20);
        assertArrayEquals(new byte[5], Arrays.copyOf(target, 5));
        assertArrayEquals(stream.slice(3, 20), Arrays.copyOfRange(target, 5, 25));
        assertArrayEquals(new byte[7], Arrays.copyOfRange(target, 25, 32));
        assertThrows(IndexOutOfBoundsException.class, () -> stream.fill(0, target, 30, 3));
    }

    @Test
    void namesTheFirstWrongByte() {
        for (int wrong = 0; wrong < 30; wrong++) {
            byte[] bytes = stream.slice(1_000_003, 30);
            assertEquals(-1, stream.mismatch(1_000_003, bytes, 0, 30));
            bytes[wrong] ^= 1;
            assertEquals(1_000_003 + wrong, stream.mismatch(1_000_003, bytes, 0, 30));
            assertEquals(-1, stream.mismatch(1_000_003, bytes, 0, wrong));
        }
    }

    @Test
    void aShiftIsNoticedAtOnce() {
        byte[] shifted = stream.slice(8, 1000);
        assertTrue(stream.mismatch(0, shifted, 0, 1000) < 8);
    }

    @Test
    void seedsDiffer() {
        // Also seeds one gamma apart must not be the same stream moved on by a word and begun alike.
        byte[] other = SeededBytes.of(43).slice(0, 64);
        assertTrue(stream.mismatch(0, other, 0, 64) >= 0);
    }

    @Test
    void bytesAreSpreadEvenly() {
        int[] counts = new int[256];
        byte[] bytes = stream.slice(0, 256 * 1000);
        for (byte b : bytes) {
            counts[b & 0xFF]++;
        }
        // Expected 1000 each, standard deviation about 32; six of them.
        assertTrue(Arrays.stream(counts).allMatch(count -> Math.abs(count - 1000) < 190), Arrays.toString(counts));
    }

    @Test
    void worksFarOut() {
        long far = Long.MAX_VALUE - 100;
        byte[] bytes = stream.slice(far, 50);
        assertEquals(-1, stream.mismatch(far, bytes, 0, 50));
        assertArrayEquals(Arrays.copyOfRange(bytes, 7, 50), stream.slice(far + 7, 43));
    }

    @Test
    void digestIsTheCrcOfThePrefix() {
        for (int length : new int[] {0, 1, 7, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 100_000}) {
            CRC32C crc = new CRC32C();
            crc.update(stream.slice(0, length));
            assertEquals(crc.getValue(), stream.digest(length), "length " + length);
        }
    }
}
