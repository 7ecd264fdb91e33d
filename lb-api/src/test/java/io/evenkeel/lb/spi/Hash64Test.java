package io.evenkeel.lb.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hash64Test {

    /** What others' implementations of XXH64 say: each way through the algorithm once. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", ef46db3751d8e999",
                "a, d24ec4f1a98c6e5b",
                "as, 1c330fb2d66be179",
                "asd, 631c37ce72a97393",
                "asdf, 415872f599cea71e",
                "abc, 44bc2cf5ad770999",
                "Call me Ishmael. Some years ago--never mind how long precisely-, 02a2e85470d6fd96"
            })
    void isXxh64(String text, String hash) {
        assertEquals(hash, String.format("%016x", Hash64.of(text)));
    }

    @Test
    void theHashOfARangeIsThatOfItsBytes() {
        byte[] bytes = new byte[200];
        new Random(1).nextBytes(bytes);
        for (int length = 0; length < 100; length++) {
            byte[] alone = Arrays.copyOfRange(bytes, 57, 57 + length);
            assertEquals(Hash64.of(alone, 0, length), Hash64.of(bytes, 57, 57 + length));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> Hash64.of(bytes, 100, 201));
    }

    @Test
    void twoNumbersAreSixteenBytes() {
        byte[] bytes = ByteBuffer.allocate(16).putLong(7).putLong(-9).array();
        assertEquals(Hash64.of(bytes, 0, 16), Hash64.of(7, -9));
        assertNotEquals(Hash64.of(7, -9), Hash64.of(-9, 7));
    }

    /** Neighbours among addresses differ in half of the bits, give or take, in the upper and the lower part alike. */
    @Test
    void neighboursAreSpread() {
        Set<Long> upper = new HashSet<>();
        Set<Long> lower = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            long hash = Hash64.of(0, 0xffff_0a00_0000L + i);
            long next = Hash64.of(0, 0xffff_0a00_0000L + i + 1);
            assertTrue(Math.abs(Long.bitCount(hash ^ next) - 32) <= 24);
            upper.add(hash >>> 48);
            lower.add(hash & 0xffff);
        }
        // 10,000 of 65,536 drawn with repetition: 9,276 different ones are expected, the deviation is about 24.
        assertTrue(Math.abs(upper.size() - 9276) < 150, "upper: " + upper.size());
        assertTrue(Math.abs(lower.size() - 9276) < 150, "lower: " + lower.size());
    }

    @Test
    void textIsUtf8() {
        byte[] bytes = "größe".getBytes(StandardCharsets.UTF_8);
        assertEquals(Hash64.of(bytes, 0, bytes.length), Hash64.of("größe"));
    }
}
