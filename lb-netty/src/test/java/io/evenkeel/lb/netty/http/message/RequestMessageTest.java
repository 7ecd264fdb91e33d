package io.evenkeel.lb.netty.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request as rules and filters see it. */
class RequestMessageTest {

    private final RequestMessage message = request("GET", "/api/x?q=1?2", "Www.Example.com", ":8080");

    private static RequestMessage request(String method, String target, String host, String port) {
        RequestMessage message = new RequestMessage();
        Fields fields = message.fields();
        message.method(fields.append(method), fields.size());
        message.target(target);
        int from = fields.append(host);
        int end = fields.size();
        fields.append(port);
        message.authority(from, end, fields.size());
        return message;
    }

    @Test
    void texts() {
        message.scheme("https");
        assertEquals("GET", message.method());
        assertEquals("https", message.scheme());
        assertEquals("HTTP/1.1", message.protocol());
        assertEquals("www.example.com", message.host());
        assertEquals("Www.Example.com:8080", message.authority());
        assertEquals("/api/x?q=1?2", message.target());
        assertEquals("/api/x", message.path());
        assertEquals("q=1?2", message.query());
    }

    @Test
    void aTargetWithoutQueryHasNone() {
        message.target("/api");
        assertEquals("/api", message.path());
        assertNull(message.query());
        message.target("/api?");
        assertEquals("/api", message.path());
        assertEquals("", message.query());
    }

    @Test
    void hosts() {
        assertTrue(message.isHost("www.example.com"));
        assertFalse(message.isHost("ww.example.com"));
        assertFalse(message.isHost("www.example.com:8080"));
        assertTrue(message.isHostUnder("example.com"));
        assertTrue(message.isHostUnder("com"));
        assertFalse(message.isHostUnder("www.example.com"));
        assertFalse(message.isHostUnder("xample.com"));
        assertFalse(message.isHostUnder("a.www.example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api, true, true",
        "/api/x, true, true",
        "/api/, true, true",
        "/apix, false, false",
        "/ap, false, false",
        "/, false, false",
        "/API, false, false",
    })
    void paths(String path, boolean underApi, boolean withQuery) {
        message.target(path);
        assertTrue(message.isPath(path));
        assertFalse(message.isPath(path + "x"));
        assertEquals(underApi, message.isPathUnder("/api"));
        assertTrue(message.isPathUnder("/"));
        message.target(path + "?/api");
        assertEquals(withQuery, message.isPathUnder("/api"));
        assertTrue(message.isPath(path));
    }

    @Test
    void aPrefixWithASlashAtItsEnd() {
        message.target("/api/x");
        assertTrue(message.isPathUnder("/api/"));
        message.target("/api/");
        assertTrue(message.isPathUnder("/api/"));
        message.target("/api");
        assertFalse(message.isPathUnder("/api/"));
    }

    @Test
    void headers() {
        message.fields().add("X-A", "1");
        message.fields().add("x-a", "2");
        message.fields().add("X-B", "");
        assertEquals("1", message.header("X-a"));
        assertEquals(List.of("1", "2"), message.headers("X-A"));
        assertEquals(List.of(), message.headers("X-C"));
        assertTrue(message.isHeader("X-A", "2"));
        assertFalse(message.isHeader("X-A", "12"));
        assertTrue(message.hasHeader("x-b"));
        assertFalse(message.hasHeader("x-c"));
        List<String> all = new ArrayList<>();
        message.forEachHeader((name, value) -> all.add(name + "=" + value));
        assertEquals(List.of("X-A=1", "x-a=2", "X-B="), all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', nullValues = "none", textBlock = """
            a=1                > 1
            b=2; a=1           > 1
            b=2;a=1            > 1
            aa=2; a=1 ; a=3    > 1
            b=a=2; a=1=2       > 1=2
            a="1"              > 1
            a="                > "
            a=                 > ``
            A=1                > none
            b=2; xa=1          > none
            a                  > none
            ;;a=1;             > 1
            """)
    void cookies(String header, String value) {
        message.fields().add("Cookie", "z=0");
        message.fields().add("Cookie", header);
        assertEquals(value, message.cookie("a"));
    }

    @Test
    void methods() {
        for (String method : new String[] {"GET", "PUT", "HEAD", "TRACE", "DELETE", "OPTIONS"}) {
            assertTrue(request(method, "/", "a", "").isIdempotent(), method);
        }
        for (String method : new String[] {"POST", "PATCH", "get", "LOCK", "FOO", "CONNECT"}) {
            assertFalse(request(method, "/", "a", "").isIdempotent(), method);
        }
        assertTrue(request("HEAD", "/", "a", "").isHead());
        assertFalse(message.isHead());
        assertTrue(message.isMethod("GET"));
        assertFalse(message.isMethod("get"));
    }

    @Test
    void clearedItIsEmpty() {
        message.clear();
        assertEquals("", message.method() + message.target() + message.path() + message.authority() + message.host());
        assertNull(message.query());
        assertFalse(message.hasAuthority());
    }

    @Test
    void aTargetThatWouldSplitAMessageIsAMistakeOfOurs() {
        assertThrows(AssertionError.class, () -> message.target("/a b"));
        assertThrows(AssertionError.class, () -> message.target("/a\r\n"));
        assertThrows(AssertionError.class, () -> message.target(""));
    }
}
