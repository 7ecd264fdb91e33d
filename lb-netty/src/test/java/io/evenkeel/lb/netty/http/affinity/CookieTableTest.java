package io.evenkeel.lb.netty.http.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.http.message.Cookies;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.persist.CookiePersistence;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.persist.SameSite;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CookieTableTest {

    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final CookiePersistence SETTINGS = Persistence.cookie("EKID");
    private static final CookieSigner SIGNER = new CookieSigner(SETTINGS, KEY, "");

    private static Fields cookies(String... values) {
        Fields fields = new Fields();
        fields.add("X-Before", "EKID=" + SIGNER.token("10.0.0.0"));
        for (String value : values) {
            fields.add("Cookie", value);
        }
        return fields;
    }

    private static CookieTable table(int servers) {
        Map<String, String> hosts = new HashMap<>();
        for (int i = 0; i < servers; i++) {
            hosts.put("10.0.0." + i + ":80", "10.0.0." + i);
        }
        return new CookieTable(SETTINGS, hosts, SIGNER);
    }

    /** The host found, or "-". */
    private static String host(CookieTable table, String... values) {
        CookieTable.Entry found = table.find(cookies(values));
        return found == null ? "-" : found.host();
    }

    @Test
    void everyServersTokenIsFound() {
        for (int servers : new int[] {1, 2, 3, 7, 8, 1000}) {
            CookieTable table = table(servers);
            for (int i = 0; i < servers; i++) {
                String token = SIGNER.token("10.0.0." + i);
                assertEquals("10.0.0." + i, host(table, "EKID=" + token));
                assertEquals("10.0.0." + i, host(table, "a=b; EKID=\"" + token + "\" ; c=d"), "among others, quoted");
            }
        }
    }

    @Test
    void nothingElseIs() {
        CookieTable none = new CookieTable(SETTINGS, Map.of(), SIGNER);
        CookieTable table = table(50);
        String token = SIGNER.token("10.0.0.7");
        assertEquals("10.0.0.7", host(table, "EKID=" + token));
        assertEquals("-", host(none, "EKID=" + token));
        assertEquals("-", host(table));
        assertEquals("-", host(table, "ekid=" + token), "names have a case");
        assertEquals("-", host(table, "XEKID=" + token));
        assertEquals("-", host(table, "EKID=" + token + "A"));
        assertEquals("-", host(table, "EKID=" + token.substring(1)));
        assertEquals("-", host(table, "EKID="));
        assertEquals("-", host(table, "EKID=10.0.0.7:80"));
        assertEquals("-", host(table, "EKID=" + SIGNER.token("10.0.0.99")), "a server that is not there");
        for (int i = 0; i < CookieSigner.LENGTH; i++) { // every byte counts
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertEquals(
                    "-", host(table, "EKID=" + token.substring(0, i) + other + token.substring(i + 1)), "byte " + i);
        }
    }

    @Test
    void ofSeveralCookiesTheFirstGoodOneCounts() {
        CookieTable table = table(5);
        String good = "EKID=" + SIGNER.token("10.0.0.3");
        assertEquals("10.0.0.3", host(table, "EKID=old; " + good));
        assertEquals("10.0.0.3", host(table, "EKID=old", "x=y", good));
        assertEquals("10.0.0.3", host(table, "EKID=1; EKID=2", "EKID=\"3\"; " + good));
        assertEquals("-", host(table, "EKID=1; EKID=2; EKID=3; EKID=4; " + good), "more than four are not looked at");
        assertEquals("-", host(table, "EKID=;".repeat(10_000)));
    }

    @Test
    void tokensDependOnAllThatTheyAreMadeOf() {
        byte[] other = KEY.clone();
        other[15]++;
        Set<String> tokens = new HashSet<>();
        tokens.add(SIGNER.token("a:1"));
        tokens.add(SIGNER.token("a:2"));
        tokens.add(new CookieSigner(SETTINGS, other, "").token("a:1"));
        tokens.add(new CookieSigner(SETTINGS, KEY, "api").token("a:1"));
        tokens.add(new CookieSigner(SETTINGS, KEY, "api").token("a:2"));
        assertEquals(5, tokens.size());
        tokens.forEach(token -> assertTrue(token.matches("[A-Za-z0-9_-]{22}"), token));
        assertEquals(
                SIGNER.token("a:1"),
                new CookieSigner(SETTINGS.path("/x"), KEY.clone(), "").token("a:1"),
                "another balancer with the same key");
    }

    @Test
    void attributes() {
        assertEquals("EKID=T; Path=/; HttpOnly; SameSite=Lax", field(SETTINGS));
        assertEquals(
                "EKID=T; Path=/app; Domain=example.com; Max-Age=3600; Secure; SameSite=None",
                field(SETTINGS.path("/app")
                        .domain("example.com")
                        .maxAge(Duration.ofMillis(3_600_999))
                        .secure(true)
                        .httpOnly(false)
                        .sameSite(SameSite.NONE)));
        assertEquals("MS-WSMAN=T; Path=/", field(Persistence.lyncCookie()), "no expiry, visible to scripts");
    }

    private static String field(CookiePersistence settings) {
        return new String(new CookieSigner(settings, KEY, "").setCookie("T"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachPoolHasACookieOfItsOwn() {
        String api = new CookieSigner(SETTINGS, KEY, "api").name();
        assertEquals("EKID", SIGNER.name());
        assertTrue(api.matches("EKID-[0-9a-f]{8}"), api);
        assertEquals(api, new CookieSigner(SETTINGS, KEY, "api").name());
        assertNotEquals(api, new CookieSigner(SETTINGS, KEY, "apis").name());
    }

    @Test
    void whatServersSet() {
        Fields fields = new Fields();
        assertEquals(-1, Cookies.findSet(fields, "SID"));
        fields.add("Set-Cookie", "SID=first; Path=/; SID=attribute");
        fields.add("Set-Cookie", "OTHER=x; SID=y");
        fields.add("Set-Cookie", "sid=z");
        assertEquals("first", text(fields, Cookies.findSet(fields, "SID")));
        fields.add("Set-Cookie", " SID=\"last\" ;HttpOnly".trim());
        assertEquals("last", text(fields, Cookies.findSet(fields, "SID")));
        fields.add("Set-Cookie", "SID=");
        assertEquals("", text(fields, Cookies.findSet(fields, "SID")));
    }

    private static String text(Fields fields, long range) {
        return fields.text(Cookies.start(range), Cookies.end(range));
    }

    @Test
    void aLookupAllocatesNothing() {
        CookieTable table = table(100);
        Fields known = cookies("a=b; EKID=" + SIGNER.token("10.0.0.42"));
        Fields unknown = cookies("EKID=" + SIGNER.token("192.0.2.1"), "EKID=x");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        boolean all = true;
        for (int i = 0; i < 1000; i++) {
            all &= table.find(known) != null && table.find(unknown) == null;
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            all &= table.find(known) != null && table.find(unknown) == null;
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(all);
        assertTrue(bytes < 100_000, bytes + " bytes for 200,000 lookups");
    }

    @Test
    void aTableIsGoodForTheServersItWasMadeOf() {
        Map<String, String> servers = Map.of("a:1", "a");
        CookieTable table = new CookieTable(SETTINGS, servers, SIGNER);
        assertTrue(table.isFor(SETTINGS, servers));
        assertTrue(!table.isFor(SETTINGS, new HashMap<>(servers)));
        assertTrue(!table.isFor(SETTINGS.path("/x"), servers));
        assertNotNull(table.find(cookies("EKID=" + SIGNER.token("a"))));
        assertNull(table.find(cookies("EKID=" + SIGNER.token("b"))));
    }
}
