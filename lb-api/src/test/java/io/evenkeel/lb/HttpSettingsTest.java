package io.evenkeel.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The groups of settings of an HTTP service: defaults, copies that keep the rest, and refusals. */
class HttpSettingsTest {

    private static final Duration NO = Duration.ZERO;

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void timeouts() {
        HttpTimeouts standard = HttpTimeouts.DEFAULT;
        assertEquals(
                "head 10s, keep-alive 60s, body 30s at 240 bytes/s, connect 3s, dial 10s, response 60s, silence 300s",
                standard.toString());
        HttpTimeouts all = standard.head(seconds(1))
                .keepAlive(seconds(2))
                .body(seconds(3))
                .bodyRate(4)
                .connect(seconds(5))
                .dial(seconds(6))
                .response(seconds(7))
                .silence(seconds(8));
        assertEquals(
                "head 1s, keep-alive 2s, body 3s at 4 bytes/s, connect 5s, dial 6s, response 7s, silence 8s",
                all.toString());
        assertEquals(
                List.of(seconds(1), seconds(2), seconds(3), seconds(5), seconds(6), seconds(7), seconds(8)),
                List.of(
                        all.head(),
                        all.keepAlive(),
                        all.body(),
                        all.connect(),
                        all.dial(),
                        all.response(),
                        all.silence()));
        assertEquals(4, all.bodyRate());
        assertEquals(
                standard,
                all.head(seconds(10))
                        .keepAlive(seconds(60))
                        .body(seconds(30))
                        .bodyRate(240)
                        .connect(seconds(3))
                        .dial(seconds(10))
                        .response(seconds(60))
                        .silence(seconds(300)));
        assertEquals(standard.hashCode(), standard.head(seconds(10)).hashCode());
        assertNotEquals(standard, standard.bodyRate(0));
        assertNotEquals(standard, standard.response(seconds(61)));
        assertNotEquals(standard, standard.silence(seconds(61)));
    }

    @Test
    void timeoutsAreRefusedOutsideTheirRanges() {
        HttpTimeouts any = HttpTimeouts.DEFAULT;
        String allowed = " is not allowed; allowed: 10ms to 86400s";
        refused("head timeout: 0s" + allowed, () -> any.head(NO));
        refused("keep-alive timeout: 0s" + allowed, () -> any.keepAlive(NO));
        refused("body timeout: 86401s" + allowed, () -> any.body(seconds(86401)));
        refused("connect timeout: 9ms" + allowed, () -> any.connect(Duration.ofMillis(9)));
        refused("dial timeout: null" + allowed, () -> any.dial(null));
        refused("response timeout: 0s" + allowed, () -> any.response(NO));
        refused("silence timeout: 0s" + allowed, () -> any.silence(NO));
        refused("body rate: -1 is not allowed; allowed: 0 to 1000000000", () -> any.bodyRate(-1));
    }

    @Test
    void heads() {
        Http1Limits any = Http1Limits.DEFAULT;
        assertEquals("head 65536 bytes, 128 fields, target 8192 bytes", any.toString());
        Http1Limits all = any.headBytes(1024).fields(1).targetBytes(64);
        assertEquals("head 1024 bytes, 1 fields, target 64 bytes", all.toString());
        assertEquals(any, all.targetBytes(8192).fields(128).headBytes(65536));
        refused("head bytes: 1023 is not allowed; allowed: 1024 to 1048576", () -> any.headBytes(1023));
        refused("head fields: 1001 is not allowed; allowed: 1 to 1000", () -> any.fields(1001));
        refused("target bytes: 65537 is not allowed; allowed: 64 to 65536", () -> any.targetBytes(65537));
    }

    @Test
    void upstream() {
        UpstreamConnections any = UpstreamConnections.DEFAULT;
        assertEquals("idle 4s, max-age 300s, max-idle 64", any.toString());
        UpstreamConnections all = any.idle(seconds(1)).maxAge(seconds(2)).maxIdle(0);
        assertEquals("idle 1s, max-age 2s, max-idle 0", all.toString());
        assertEquals(any, all.maxIdle(64).maxAge(seconds(300)).idle(seconds(4)));
        refused("upstream idle: 0s is not allowed; allowed: 10ms to 86400s", () -> any.idle(NO));
        refused("upstream max-age: 0s is not allowed; allowed: 10ms to 86400s", () -> any.maxAge(NO));
        refused("upstream max-idle: -1 is not allowed; allowed: 0 to 10000", () -> any.maxIdle(-1));
    }

    @Test
    void retries() {
        Retries any = Retries.DEFAULT;
        assertEquals("20 % and 10 per second", any.toString());
        assertEquals(Retries.NONE, any.percent(0).minimumPerSecond(0));
        assertEquals(any, Retries.NONE.minimumPerSecond(10).percent(20));
        refused("retries percent: 101 is not allowed; allowed: 0 to 100", () -> any.percent(101));
        refused("retries minimum per second: -1 is not allowed; allowed: 0 to 1000000", () -> any.minimumPerSecond(-1));
    }

    @Test
    void reservedHeaders() {
        ForwardedHeaders any = ForwardedHeaders.DEFAULT;
        assertEquals(ForwardedHeaders.RESERVED, any.reserved());
        ForwardedHeaders more = any.reserve("X-User").reserve("Internal-*");
        assertEquals(
                List.of("X-User", "Internal-*"),
                more.reserved().subList(any.reserved().size(), more.reserved().size()));
        assertEquals(more, any.reserve("X-User").reserve("Internal-*"));
        assertNotEquals(any, more);
        assertTrue(more.toString().endsWith("trusted [], reserved [X-User, Internal-*]"), more.toString());
        assertThrows(IllegalArgumentException.class, () -> any.reserve(" "));
        assertThrows(IllegalArgumentException.class, () -> any.reserve("*"));
        assertThrows(IllegalArgumentException.class, () -> any.reserve("a b"));
        assertThrows(IllegalArgumentException.class, () -> any.reserve("Content-Length"));
        ForwardedHeaders full = any;
        while (full.reserved().size() < 100) {
            full = full.reserve("X-" + full.reserved().size());
        }
        ForwardedHeaders hundred = full;
        refused("reserved headers: 101 is not allowed; allowed: 0 to 100", () -> hundred.reserve("X-One-More"));
    }

    @Test
    void forwarding() throws UnknownHostException {
        ForwardedHeaders any = ForwardedHeaders.DEFAULT;
        assertEquals("x-forwarded true, forwarded false, via \"evenkeel\", trusted []", any.toString());
        InetAddress proxy = InetAddress.getByName("10.1.2.3");
        assertFalse(any.trusts(proxy), "nobody is trusted by default");
        ForwardedHeaders all = any.xForwarded(false)
                .forwarded(true)
                .via("")
                .trust("10.0.0.0/8")
                .trust("2001:db8::/32");
        assertEquals(
                "x-forwarded false, forwarded true, via \"\", trusted [10.0.0.0/8, 2001:db8::/32]", all.toString());
        assertTrue(all.trusts(proxy));
        assertTrue(all.trusts(InetAddress.getByName("2001:db8::1")));
        assertFalse(all.trusts(InetAddress.getByName("11.1.2.3")));
        assertEquals(
                all,
                any.trust("10.0.0.0/8")
                        .trust("2001:db8::/32")
                        .via("")
                        .forwarded(true)
                        .xForwarded(false));
        assertNotEquals(any, all);
        refused(
                "via: \"a b\" is not allowed; allowed: 1 to 256 letters, digits and characters of !#$%&'*+-.^_`|~",
                () -> any.via("a b"));
        refused("via: null is not allowed; allowed: any value but null", () -> any.via(null));
        refused(
                "access network: \"10.0.0.0/33\" is not allowed; allowed: a prefix of 0 to 32 bits",
                () -> any.trust("10.0.0.0/33"));
    }
}
