package io.evenkeel.lb.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FixedAnswerTest {

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    private static String text(FixedAnswer answer) {
        return StandardCharsets.UTF_8.decode(answer.body()).toString();
    }

    @Test
    void anAnswerSaysWhatItWasGiven() {
        FixedAnswer answer = FixedAnswer.of(503)
                .text("zur\u00fcck um 12")
                .header("Retry-After", "3600")
                .header("Set-Cookie", "a=1")
                .header("Set-Cookie", "b=2");
        assertEquals(503, answer.status());
        assertEquals(Optional.of("text/plain; charset=utf-8"), answer.contentType());
        assertEquals("zur\u00fcck um 12", text(answer));
        assertEquals(13, answer.bodyLength());
        List<String> headers = new ArrayList<>();
        answer.forEachHeader((name, value) -> headers.add(name + ": " + value));
        assertEquals(List.of("Retry-After: 3600", "Set-Cookie: a=1", "Set-Cookie: b=2"), headers);
        assertEquals("answer 503, 13 bytes of text/plain; charset=utf-8", answer.toString());
    }

    @Test
    void withoutABodyThereIsNoType() {
        assertEquals(Optional.empty(), FixedAnswer.of(404).contentType());
        assertEquals(0, FixedAnswer.of(404).bodyLength());
        assertEquals("answer 404", FixedAnswer.of(404).toString());
    }

    @Test
    void nobodyChangesAnAnswer() {
        byte[] bytes = {1, 2};
        FixedAnswer answer = FixedAnswer.of(200).body("application/octet-stream", bytes);
        bytes[0] = 9;
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), answer.body());
        assertThrows(ReadOnlyBufferException.class, () -> answer.body().put((byte) 3));
        answer.body().get();
        assertEquals(2, answer.body().remaining());
        FixedAnswer more = answer.header("X", "y").text("other");
        assertNotEquals(answer, more);
        assertEquals(2, answer.bodyLength());
        answer.forEachHeader((name, value) -> assertEquals("none", name));
    }

    @Test
    void answersHaveValueEquality() {
        FixedAnswer one = FixedAnswer.of(200).html("x").header("A", "b");
        FixedAnswer same = FixedAnswer.of(200).header("A", "b").html("x");
        assertEquals(one, same);
        assertEquals(one.hashCode(), same.hashCode());
        assertNotEquals(one, FixedAnswer.of(200).text("x").header("A", "b"));
        assertNotEquals(one, FixedAnswer.of(201).html("x").header("A", "b"));
        assertNotEquals(one, one.header("A", "b"));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertEquals("answer status: 199 is not allowed; allowed: 200 to 599", refusal(() -> FixedAnswer.of(199)));
        refusal(() -> FixedAnswer.of(600));
        assertEquals(65_536, FixedAnswer.of(200).text("a".repeat(65_536)).bodyLength());
        assertEquals(
                "answer body bytes with status 200: 65537 is not allowed; allowed: 0 to 65536",
                refusal(() -> FixedAnswer.of(200).text("a".repeat(65_537))));
        for (int bodiless : new int[] {204, 205, 304}) {
            refusal(() -> FixedAnswer.of(bodiless).text("a"));
            assertEquals(0, FixedAnswer.of(bodiless).text("").bodyLength());
        }
    }

    @Test
    void headersThatWouldBreakTheAnswerAreRefused() {
        FixedAnswer answer = FixedAnswer.of(200);
        refusal(() -> answer.header("Content-Length", "5"));
        refusal(() -> answer.header("transfer-encoding", "chunked"));
        refusal(() -> answer.header("X", "a\r\nSet-Cookie: b"));
        refusal(() -> answer.header("X: y\r\nZ", "a"));
        refusal(() -> answer.body("text/plain\r\nX: y", new byte[0]));
        refusal(() -> answer.body(" ", new byte[0]));
        assertTrue(refusal(() -> answer.header("Content-TYPE", "a/b")).contains("given with the body"));
    }

    @Test
    void headersAreBounded() {
        FixedAnswer full = FixedAnswer.of(200);
        for (int i = 0; i < 64; i++) {
            full = full.header("X", "y");
        }
        FixedAnswer last = full;
        assertEquals("answer headers: 65 is not allowed; allowed: 0 to 64", refusal(() -> last.header("X", "y")));
        FixedAnswer long3 = FixedAnswer.of(200)
                .header("X", "y".repeat(8192))
                .header("X", "y".repeat(8192))
                .header("X", "y".repeat(8192));
        assertTrue(refusal(() -> long3.header("X", "y".repeat(8192))).startsWith("answer header bytes: 32788 "));
    }
}
