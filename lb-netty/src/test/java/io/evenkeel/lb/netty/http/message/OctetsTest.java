package io.evenkeel.lb.netty.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Classes of bytes against their definitions, for every byte at every place of a word. */
class OctetsTest {

    private static boolean isText(int octet) {
        return octet == '\t' || octet >= 0x20 && octet != 0x7f;
    }

    @Property
    void textIsSkippedAsByteByByte(
            @ForAll @Size(max = 40) byte[] bytes,
            @ForAll @IntRange(max = 40) int from,
            @ForAll @IntRange(max = 40) int to) {
        int limit = Math.min(to, bytes.length);
        int expected = from;
        while (expected < limit && isText(bytes[expected] & 0xff)) {
            expected++;
        }
        assertEquals(expected, Octets.skipText(bytes, from, limit));
    }

    /** Neighbours are the awkward ones: bytes just above and below those that stop. */
    @Property(tries = 1)
    void everyByteAtEveryPlaceAmongEveryNeighbour() {
        for (int octet = 0; octet < 256; octet++) {
            for (int place = 0; place < 20; place++) {
                for (int neighbour : new int[] {' ', '!', '~', 0x7e, 0x80, 0xff, '\t'}) {
                    byte[] bytes = new byte[20];
                    Arrays.fill(bytes, (byte) neighbour);
                    bytes[place] = (byte) octet;
                    int expected = isText(octet) ? bytes.length : place;
                    assertEquals(expected, Octets.skipText(bytes, 0, bytes.length), octet + " at " + place);
                    assertEquals(!isText(octet), Octets.isControl((byte) octet));
                }
            }
        }
    }

    @Property(tries = 1)
    void tokensAndTargets() {
        for (int octet = 0; octet < 256; octet++) {
            byte[] bytes = {(byte) octet};
            boolean token = octet < 0x7f && (Character.isLetterOrDigit(octet) || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0);
            assertEquals(token ? 1 : 0, Octets.skipToken(bytes, 0, 1), "token " + octet);
            boolean target = octet > 0x20 && octet < 0x7f && octet != '#';
            assertEquals(target ? 1 : 0, Octets.skipTarget(bytes, 0, 1), "target " + octet);
            int hex = octet < 0x7f ? Character.digit(octet, 16) : -1;
            assertEquals(hex, Octets.hex((byte) octet), "hex " + octet);
        }
    }

    @Property(tries = 1)
    void wordsAreReadAsTheyAreWritten() {
        assertEquals(Octets.word("HTTP/1.1"), Octets.word("xHTTP/1.1x".getBytes(StandardCharsets.US_ASCII), 1));
    }
}
