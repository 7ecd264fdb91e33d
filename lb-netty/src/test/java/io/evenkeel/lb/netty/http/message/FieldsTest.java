package io.evenkeel.lb.netty.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Adding, finding, dropping; growing, and letting go. */
class FieldsTest {

    private final Fields fields = new Fields();

    @Test
    void whatIsAddedIsALine() {
        fields.add("X-A", "b");
        assertEquals("X-A: b\r\n", fields.text(0, fields.size()));
        assertTrue(fields.isLine(0));
        assertEquals("X-A", fields.name(0));
        assertEquals("b", fields.value(0));
    }

    @Test
    void aNumberAddsItsName() {
        byte[] value = "-1.2.3.4-".getBytes(StandardCharsets.US_ASCII);
        fields.add(FieldId.X_FORWARDED_FOR, value, 1, 8);
        fields.add(FieldId.VIA, "");
        assertEquals("X-Forwarded-For: 1.2.3.4\r\nVia: \r\n", fields.text(0, fields.size()));
        assertEquals(FieldId.VIA, fields.id(1));
    }

    @Test
    void namesAreFoundInAnyCase() {
        fields.add("X-A", "1");
        fields.add("host", "h");
        fields.add("x-a", "2");
        assertEquals(0, fields.find("X-a", 0));
        assertEquals(2, fields.find("X-a", 1));
        assertEquals(-1, fields.find("X-a", 3));
        assertEquals(-1, fields.find("X-b", 0));
        assertEquals(1, fields.find(FieldId.HOST, 0));
        assertEquals(1, fields.find("HOST", 0));
        assertEquals(-1, fields.find(FieldId.VIA, 0));
        assertEquals("1", fields.value("X-A"));
        assertNull(fields.value("Via"));
    }

    @Test
    void whatIsDroppedIsNotFound() {
        fields.add("X-A", "1");
        fields.add("X-A", "2");
        fields.add("Via", "3");
        fields.drop(0);
        assertEquals(1, fields.find("x-a", 0));
        assertTrue(fields.isDropped(0));
        fields.dropAll("x-A");
        fields.dropAll(FieldId.VIA);
        assertEquals(-1, fields.find("X-A", 0));
        assertEquals(-1, fields.find(FieldId.VIA, 0));
        assertEquals(FieldId.VIA, fields.id(2));
    }

    @Test
    void aPlaceInQuestionSparesTheSearch() {
        long via = FieldId.mask(FieldId.VIA, FieldId.DATE);
        assertFalse(fields.mayHave(via));
        fields.add("date", "now");
        assertTrue(fields.mayHave(via));
        fields.clear();
        assertFalse(fields.mayHave(via));
    }

    @Test
    void itGrowsAndLetsLargeArraysGo() {
        for (int i = 0; i < 1000; i++) {
            fields.add("X-" + i, "v".repeat(20));
        }
        assertEquals("X-999", fields.name(999));
        assertTrue(fields.bytes().length > 20_000);
        fields.clear();
        assertEquals(0, fields.count());
        assertEquals(1024, fields.bytes().length);
        fields.add("X", "y".repeat(8000));
        byte[] grown = fields.bytes();
        fields.clear();
        assertSame(grown, fields.bytes());
    }

    @Test
    void whatWouldSplitAMessageIsAMistakeOfOurs() {
        assertThrows(AssertionError.class, () -> fields.add("X", "a\r\nY: b"));
        assertThrows(AssertionError.class, () -> fields.add("X", "a\0b"));
        assertThrows(AssertionError.class, () -> fields.add("X Y", "a"));
        assertThrows(AssertionError.class, () -> fields.add("", "a"));
    }
}
