package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MatchTest {

    private final FakeRequestHead head = FakeRequestHead.of("POST", "http://shop.example.com:8080/api/items?x=1")
            .header("X-Tenant", "blue");

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void eachKind() {
        assertTrue(Match.always().matches(head));
        assertTrue(Match.scheme("http").matches(head));
        assertFalse(Match.scheme("https").matches(head));
        assertTrue(Match.host("Shop.EXAMPLE.com").matches(head));
        assertFalse(Match.host("example.com").matches(head));
        assertTrue(Match.host("*.example.com").matches(head));
        assertFalse(Match.host("*.shop.example.com").matches(head));
        assertTrue(Match.path("/api/items").matches(head));
        assertFalse(Match.path("/api").matches(head));
        assertTrue(Match.pathUnder("/api").matches(head));
        assertFalse(Match.pathUnder("/ap").matches(head));
        assertTrue(Match.method("GET", "POST").matches(head));
        assertFalse(Match.method("GET", "post").matches(head));
        assertTrue(Match.header("x-tenant").matches(head));
        assertFalse(Match.header("X-Other").matches(head));
        assertTrue(Match.header("x-tenant", "blue").matches(head));
        assertFalse(Match.header("x-tenant", "Blue").matches(head));
    }

    @Test
    void itReadsAsItWasMeant() {
        assertEquals(
                "host *.example.com and path under /api and not method GET|HEAD",
                Match.host("*.Example.com")
                        .and(Match.pathUnder("/api"))
                        .and(Match.method("GET", "HEAD", "GET").not())
                        .toString());
        assertEquals(
                "(host a or host [::1]) and not (header X or header Y=\"z\") and scheme https and path /p and always",
                Match.host("a")
                        .or(Match.host("[::1]"))
                        .and(Match.header("X").or(Match.header("Y", "z")).not())
                        .and(Match.scheme("https").and(Match.path("/p").and(Match.always())))
                        .toString());
    }

    @Test
    void matchesHaveValueEquality() {
        assertEquals(Match.host("A").and(Match.path("/b")), Match.host("a").and(Match.path("/b")));
        assertEquals(
                Match.host("A").and(Match.path("/b")).hashCode(),
                Match.host("a").and(Match.path("/b")).hashCode());
        assertNotEquals(Match.host("a").and(Match.path("/b")), Match.host("a").or(Match.path("/b")));
        assertNotEquals(Match.path("/b"), Match.pathUnder("/b"));
    }

    @Test
    void whatCannotMatchIsRefused() {
        for (String host :
                new String[] {"", "a:80", "http://a", "*", "*.", "*.*.com", "a.*", "*.[::1]", ".a", "a b", "\u00e4"}) {
            refusal(() -> Match.host(host));
        }
        for (String path : new String[] {"", "a", "*", "/a?b", "/a#b", "/a b", "/\u00e4"}) {
            refusal(() -> Match.path(path));
            refusal(() -> Match.pathUnder(path));
        }
        refusal(() -> Match.method(""));
        refusal(() -> Match.method("GET", "PO ST"));
        refusal(() -> Match.header("X:"));
        refusal(() -> Match.header("X", " y"));
        assertEquals("match scheme: ftp is not allowed; allowed: http or https", refusal(() -> Match.scheme("ftp")));
    }

    @Test
    void theNumberOfConditionsIsBounded() {
        Match chain = Match.path("/");
        for (int i = 1; i < 999; i++) {
            chain = chain.and(Match.path("/" + i));
        }
        Match full = chain;
        assertEquals(
                "match conditions: 1001 is not allowed; allowed: 1 to 1000", refusal(() -> full.and(Match.path("/x"))));
        refusal(full::not);

        Match deep = Match.pathUnder("/api");
        for (int i = 0; i < 332; i++) {
            deep = deep.and(Match.always()).not();
        }
        assertTrue(deep.matches(head)); // an even number of nots, and no overflow of the stack
    }

    /** A head of which no text may be asked, measured: an allocation on each match would show a thousandfold. */
    @Test
    void matchingMakesNoTextAndAllocatesNothing() {
        TextlessHead textless = new TextlessHead();
        Match match = Match.host("a")
                .and(Match.host("*.b"))
                .and(Match.path("/c").or(Match.pathUnder("/d")))
                .and(Match.header("e").and(Match.header("f", "g")))
                .and(Match.scheme("http"))
                .and(Match.method("GET", "POST").not().or(Match.always()));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        boolean all = true;
        for (int i = 0; i < 1000; i++) {
            all &= match.matches(textless);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            all &= match.matches(textless);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(all);
        assertTrue(bytes < 100_000, bytes + " bytes for 100,000 matches");
    }
}
