package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.FakeRequestHead;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fake keeps what RequestHead promises. */
class FakeRequestHeadTest {

    private final FakeRequestHead head = FakeRequestHead.of("GET", "https://WWW.Example.com:8443/api/x?q=1&r=%20")
            .header("Accept", "a/b")
            .header("accept", "c/d")
            .header("Cookie", "one=1; two=\"2\"; bare")
            .header("Cookie", "one=again; empty=");

    @Test
    void theParts() {
        assertEquals("GET", head.method());
        assertEquals("https", head.scheme());
        assertEquals("HTTP/1.1", head.protocol());
        assertEquals("www.example.com", head.host());
        assertEquals("WWW.Example.com:8443", head.authority());
        assertEquals("/api/x?q=1&r=%20", head.target());
        assertEquals("/api/x", head.path());
        assertEquals("q=1&r=%20", head.query());
        assertEquals("GET https://WWW.Example.com:8443/api/x?q=1&r=%20", head.toString());
        assertEquals("HTTP/1.0", head.protocol("HTTP/1.0").protocol());
    }

    @Test
    void aPathIsNeverMissingAndAQueryMayBe() {
        FakeRequestHead bare = FakeRequestHead.of("GET", "http://[2001:DB8::1]:80");
        assertEquals("/", bare.path());
        assertNull(bare.query());
        assertEquals("[2001:db8::1]", bare.host());
        assertEquals("", FakeRequestHead.of("GET", "http://a/?").query());
        assertThrows(IllegalArgumentException.class, () -> FakeRequestHead.of("GET", "/only/a/path"));
    }

    @Test
    void headers() {
        assertEquals("a/b", head.header("ACCEPT"));
        assertEquals(List.of("a/b", "c/d"), head.headers("Accept"));
        assertNull(head.header("Referer"));
        assertEquals(List.of(), head.headers("Referer"));
        assertTrue(head.hasHeader("aCCEPT") && head.isHeader("accept", "c/d"));
        assertFalse(head.hasHeader("Referer") || head.isHeader("accept", "C/D"));
        List<String> names = new ArrayList<>();
        head.forEachHeader((name, value) -> names.add(name));
        assertEquals(List.of("Host", "Accept", "accept", "Cookie", "Cookie"), names);
        assertFalse(head.without("accept").hasHeader("Accept"));
    }

    @Test
    void cookies() {
        assertEquals("1", head.cookie("one"));
        assertEquals("2", head.cookie("two"));
        assertEquals("", head.cookie("empty"));
        assertNull(head.cookie("bare"));
        assertNull(head.cookie("One"));
    }

    @Test
    void answersOfYesAndNo() {
        assertTrue(head.isMethod("GET"));
        assertFalse(head.isMethod("get"));
        assertTrue(head.isHost("www.example.com"));
        assertTrue(head.isHostUnder("example.com") && head.isHostUnder("com"));
        assertFalse(head.isHostUnder("www.example.com") || head.isHostUnder("ample.com"));
        assertTrue(head.isPath("/api/x"));
        assertFalse(head.isPath("/api/x?q=1&r=%20"));
        assertTrue(head.isPathUnder("/") && head.isPathUnder("/api") && head.isPathUnder("/api/"));
        assertTrue(head.isPathUnder("/api/x"));
        assertFalse(head.isPathUnder("/ap") || head.isPathUnder("/api/x/"));
        assertFalse(head.target("/apix").isPathUnder("/api"));
    }
}
