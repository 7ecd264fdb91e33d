package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.observe.AccessLog;
import io.evenkeel.lb.observe.HttpExchange;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private final FakeRequestHead head = FakeRequestHead.of("GET", "http://www.example.com:8080/a?b=c")
            .header("Referer", "http://x/")
            .header("User-Agent", "curl/8 \"quoted\"");

    private static String printed(AccessLog log, String service, HttpExchange exchange) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            log.observer(service).onExchange(exchange);
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void combined() {
        assertEquals(
                "192.0.2.7 - - [04/Mar/2026:05:06:07 +0000] \"GET /a?b=c HTTP/1.1\" 200 5120 \"http://x/\""
                        + " \"curl/8 \\\"quoted\\\"\"",
                AccessLog.combined().line(FakeExchange.served(head)));
        assertEquals(
                "192.0.2.7 - - [04/Mar/2026:05:06:07 +0000] \"-\" - - \"-\" \"-\"",
                AccessLog.combined().line(FakeExchange.unreadable()));
    }

    @Test
    void combinedEscapesAsApacheDoes() {
        String line = AccessLog.combined()
                .line(FakeExchange.served(FakeRequestHead.of("GET", "http://a/")
                        .header("User-Agent", "\\\"\n\r\t\b\u000b\0\u007f\u00e4\u2028")));
        assertTrue(line.endsWith(" \"\\\\\\\"\\n\\r\\t\\b\\v\\x00\\x7f\\xe4\\xe2\\x80\\xa8\""), line);
    }

    @Test
    void json() {
        assertEquals(
                "{\"time\":\"2026-03-04T05:06:07.089Z\",\"service\":\"shop\",\"client\":\"192.0.2.7\",\"method\":\"GET\","
                        + "\"host\":\"www.example.com\",\"target\":\"/a?b=c\",\"status\":200,\"requestBytes\":17,"
                        + "\"responseBytes\":5120,\"micros\":2000,\"firstByteMicros\":1234,\"pool\":\"shop\",\"route\":null,"
                        + "\"server\":\"10.0.0.11:8080\",\"retries\":1,\"complete\":true,"
                        + "\"userAgent\":\"curl/8 \\\"quoted\\\"\",\"referer\":\"http://x/\"}",
                AccessLog.json().line(FakeExchange.served(head)));
        assertEquals(
                "{\"time\":\"2026-03-04T05:06:07.089Z\",\"service\":\"shop\",\"client\":\"192.0.2.7\",\"method\":null,"
                        + "\"host\":null,\"target\":null,\"status\":null,\"requestBytes\":17,\"responseBytes\":0,"
                        + "\"micros\":2000,\"firstByteMicros\":null,\"pool\":null,\"route\":null,\"server\":null,\"retries\":1,"
                        + "\"complete\":false,\"userAgent\":null,\"referer\":null}",
                AccessLog.json().line(FakeExchange.unreadable()));
    }

    @Test
    void longTextsAreCut() {
        FakeRequestHead longest = FakeRequestHead.of("GET", "http://a/").header("User-Agent", "\u00e4".repeat(60_000));
        String combined = AccessLog.combined().line(FakeExchange.served(longest));
        assertTrue(combined.endsWith("\\xe4...\""));
        assertTrue(combined.length() < 33_000, "length " + combined.length());
        String json = AccessLog.json().line(FakeExchange.served(longest));
        assertTrue(json.contains("\\u00e4...\",\"referer\""));
        assertTrue(json.length() < 50_000, "length " + json.length());
    }

    @Test
    void linesGoToTheServicesLogger() {
        String line = AccessLog.combined().line(FakeExchange.served(head));
        String printed = printed(AccessLog.combined(), "shop", FakeExchange.served(head));
        assertTrue(printed.contains("INFO io.evenkeel.access.shop - " + line + System.lineSeparator()), printed);
        String named = printed(AccessLog.json().logger("io.evenkeel.access.shop"), "other", FakeExchange.served(head));
        assertTrue(named.contains("INFO io.evenkeel.access.shop - {\"time\""), named);
    }

    /** The head would fail if it was asked for a text. */
    @Test
    void whereTheLoggerIsSilentNoLineIsMade() {
        FakeExchange exchange = FakeExchange.served(new TextlessHead());
        assertThrows(AssertionError.class, () -> AccessLog.json().line(exchange));
        assertEquals("", printed(AccessLog.json(), "silent", exchange));
        assertEquals("", printed(AccessLog.OFF, "shop", exchange));
    }

    @Test
    void bracesThatALoggerMightFillStay() {
        FakeRequestHead braces = FakeRequestHead.raw("GET", "http", "a", "/{}{}");
        String printed = printed(AccessLog.combined(), "shop", FakeExchange.served(braces));
        assertTrue(printed.contains("\"GET /{}{} HTTP/1.1\""), printed);
    }

    @Test
    void off() {
        assertTrue(AccessLog.OFF.isOff());
        assertFalse(AccessLog.combined().isOff() || AccessLog.json().isOff());
        assertEquals("", AccessLog.OFF.line(FakeExchange.served(head)));
        assertSame(AccessLog.OFF, AccessLog.OFF.logger("x"));
        assertThrows(IllegalArgumentException.class, () -> AccessLog.json().logger(" "));
        assertEquals("off", AccessLog.OFF.toString());
        assertEquals("json to logger x", AccessLog.json().logger("x").toString());
        assertEquals("combined", AccessLog.combined().toString());
    }
}
