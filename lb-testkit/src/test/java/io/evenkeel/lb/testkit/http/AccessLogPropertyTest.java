package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.observe.AccessLog;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever a client sends, a line is one line of the fields that it should have, and each is read back as it was sent. */
class AccessLogPropertyTest {

    private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*+)\"";

    private static final Pattern COMBINED =
            Pattern.compile("192\\.0\\.2\\.7 - - \\[[^]]*] " + QUOTED + " 200 5120 " + QUOTED + " " + QUOTED);

    private static final Pattern JSON_FIELD =
            Pattern.compile("[{,]\"([a-zA-Z]+)\":(" + QUOTED + "|null|true|false|\\d+)");

    private static final Pattern C_ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|[\"\\\\bnrtv])");
    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\(u[0-9a-f]{4}|[\"\\\\])");

    /** Characters that mean something to a line, and any others. */
    @Provide
    Arbitrary<String> octets() {
        return Arbitraries.frequencyOf(
                        Tuple.of(
                                3,
                                Arbitraries.chars()
                                        .with('"', '\\', '\n', '\r', '\t', ' ', ']', 'x', 'n', '-', ',', ':', '}')),
                        Tuple.of(2, Arbitraries.chars().range('\0', '\u00ff')))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30)
                .map(AccessLogPropertyTest::join);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().all().ofMinLength(1).ofMaxLength(30);
    }

    private static String join(List<Character> chars) {
        StringBuilder text = new StringBuilder();
        chars.forEach(text::append);
        return text.toString();
    }

    private static FakeExchange exchange(String method, String target, String referer, String agent) {
        return FakeExchange.served(FakeRequestHead.raw(method, "http", "a", target)
                .header("Referer", referer)
                .header("User-Agent", agent));
    }

    private static void requirePrintable(String line) {
        assertTrue(line.chars().allMatch(c -> c >= 0x20 && c < 0x7F), line);
    }

    @Property(tries = 2000)
    void aCombinedLineIsReadBack(
            @ForAll("octets") String method,
            @ForAll("octets") String target,
            @ForAll("octets") String referer,
            @ForAll("octets") String agent) {
        String line = AccessLog.combined().line(exchange(method, target, referer, agent));
        requirePrintable(line);
        Matcher fields = COMBINED.matcher(line);
        assertTrue(fields.matches(), line);
        assertEquals(method + " " + target + " HTTP/1.1", unescape(C_ESCAPE, fields.group(1)));
        assertEquals(referer, unescape(C_ESCAPE, fields.group(2)));
        assertEquals(agent, unescape(C_ESCAPE, fields.group(3)));
    }

    @Property(tries = 2000)
    void aJsonLineIsReadBack(
            @ForAll("octets") String method,
            @ForAll("texts") String target,
            @ForAll("octets") String referer,
            @ForAll("texts") String agent) {
        String line = AccessLog.json().line(exchange(method, target, referer, agent));
        requirePrintable(line);
        Map<String, String> fields = json(line);
        assertEquals(18, fields.size(), line);
        assertEquals(method, fields.get("method"));
        assertEquals(target, fields.get("target"));
        assertEquals(referer, fields.get("referer"));
        assertEquals(agent, fields.get("userAgent"));
        assertEquals("10.0.0.11:8080", fields.get("server"));
        assertEquals("200", fields.get("status"));
    }

    /** Texts that no message of octets has stay within their field all the same. */
    @Property(tries = 1000)
    void anyTextStaysInItsField(@ForAll("texts") String target, @ForAll("texts") String agent) {
        String line = AccessLog.combined().line(exchange("GET", target, "-", agent));
        requirePrintable(line);
        assertTrue(COMBINED.matcher(line).matches(), line);
    }

    /** Field after field without a gap, or it is no such object. */
    private static Map<String, String> json(String line) {
        Map<String, String> fields = new HashMap<>();
        Matcher field = JSON_FIELD.matcher(line);
        int end = 0;
        while (field.find()) {
            assertEquals(end, field.start(), line);
            end = field.end();
            String text = field.group(3);
            fields.put(field.group(1), text == null ? field.group(2) : unescape(JSON_ESCAPE, text));
        }
        assertEquals("}", line.substring(end));
        return fields;
    }

    private static String unescape(Pattern escape, String text) {
        assertEquals(-1, escape.matcher(text).replaceAll("").indexOf('\\'), text);
        return escape.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match.group(1))));
    }

    private static String character(String code) {
        return switch (code.charAt(0)) {
            case 'x', 'u' -> String.valueOf((char) Integer.parseInt(code.substring(1), 16));
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'v' -> "\u000b";
            default -> code;
        };
    }
}
