package io.evenkeel.lb.persist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Persistence by what a request brings: cookies and fields. */
class RequestPersistenceTest {

    private static final String TOKEN =
            " is not allowed; allowed: 1 to 256 letters, digits and characters of !#$%&'*+-.^_`|~";

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    // ---- our cookie ----

    @Test
    void theCookieByDefault() {
        CookiePersistence cookie = Persistence.cookie("EKID");
        assertEquals("EKID", cookie.name());
        assertEquals("/", cookie.path());
        assertEquals(Optional.empty(), cookie.domain());
        assertFalse(cookie.isSecure());
        assertTrue(cookie.isHttpOnly());
        assertEquals(SameSite.LAX, cookie.sameSite());
        assertEquals("Lax", cookie.sameSite().toString());
        assertEquals(Optional.empty(), cookie.maxAge());
        assertEquals(Optional.empty(), cookie.key());
        assertEquals("cookie:EKID", cookie.toString());
    }

    @Test
    void theCookieOfLync() {
        CookiePersistence cookie = Persistence.lyncCookie();
        assertEquals("MS-WSMAN", cookie.name());
        assertEquals("/", cookie.path());
        assertFalse(cookie.isHttpOnly());
        assertFalse(cookie.isSecure());
        assertEquals(SameSite.ABSENT, cookie.sameSite());
        assertEquals("", cookie.sameSite().toString());
        assertEquals(Optional.empty(), cookie.maxAge());
        assertEquals(Optional.empty(), cookie.domain());
    }

    private static void isAll(CookiePersistence all) {
        assertEquals("/app", all.path());
        assertEquals(Optional.of("example.com"), all.domain());
        assertTrue(all.isSecure());
        assertFalse(all.isHttpOnly());
        assertEquals(SameSite.NONE, all.sameSite());
        assertEquals(Optional.of(Duration.ofDays(1)), all.maxAge());
        assertArrayEquals(new byte[16], all.key().orElseThrow());
    }

    @Test
    void eachSetterKeepsTheOthers() {
        CookiePersistence one = Persistence.cookie("c")
                .path("/app")
                .domain("example.com")
                .secure(true)
                .httpOnly(false)
                .sameSite(SameSite.NONE)
                .maxAge(Duration.ofDays(1))
                .key(new byte[16]);
        isAll(one);
        CookiePersistence same = Persistence.cookie("c")
                .key(new byte[16])
                .maxAge(Duration.ofDays(1))
                .sameSite(SameSite.NONE)
                .httpOnly(false)
                .secure(true)
                .domain("example.com")
                .path("/app");
        isAll(same);
        assertEquals(one, same);
        assertEquals(one.hashCode(), same.hashCode());
        assertNotEquals(one, one.key(new byte[17]));
        assertNotEquals(one, Persistence.cookie("c"));
    }

    @Test
    void theKeyIsNobodyElses() {
        byte[] key = new byte[32];
        CookiePersistence cookie = Persistence.cookie("c").key(key);
        key[0] = 1;
        cookie.key().orElseThrow()[1] = 1;
        assertArrayEquals(new byte[32], cookie.key().orElseThrow());
    }

    @Test
    void cookiesAreRefusedThatWouldEndTheirField() {
        CookiePersistence any = Persistence.cookie("c");
        refused("persistence cookie: \"a=b\"" + TOKEN, () -> Persistence.cookie("a=b"));
        refused("persistence cookie: null" + TOKEN, () -> Persistence.cookie(null));
        String path = " is not allowed; allowed: a slash and at most 255 visible ASCII characters but ;";
        refused("cookie path: \"app\"" + path, () -> any.path("app"));
        refused("cookie path: \"/a;b\"" + path, () -> any.path("/a;b"));
        assertThrows(IllegalArgumentException.class, () -> any.path("/a\r\nb"));
        assertThrows(IllegalArgumentException.class, () -> any.path("/" + "a".repeat(256)));
        String domain = " is not allowed; allowed: a domain's name such as example.com";
        refused("cookie domain: \"a b\"" + domain, () -> any.domain("a b"));
        refused("cookie domain: \"-a.com\"" + domain, () -> any.domain("-a.com"));
        refused("cookie domain: \"a..com\"" + domain, () -> any.domain("a..com"));
        assertThrows(IllegalArgumentException.class, () -> any.domain("a;x"));
        refused("cookie max-age: 0s is not allowed; allowed: 1s to 34560000s", () -> any.maxAge(Duration.ZERO));
        refused("cookie key bytes: 15 is not allowed; allowed: 16 to 1024", () -> any.key(new byte[15]));
        refused("cookie key: null is not allowed; allowed: any value but null", () -> any.key(null));
        refused("cookie same-site: null is not allowed; allowed: any value but null", () -> any.sameSite(null));
    }

    // ---- what is remembered ----

    @Test
    void tablesAreSetUpAlike() {
        AffinityTable table = AffinityTable.inMemory(Duration.ofMinutes(1), 10);
        PassiveCookiePersistence cookie = Persistence.passiveCookie("JSESSIONID")
                .timeout(Duration.ofSeconds(7))
                .maxEntries(8)
                .lookupTimeout(Duration.ofSeconds(9))
                .table(table);
        HeaderPersistence header = Persistence.header("X-User")
                .timeout(Duration.ofSeconds(7))
                .maxEntries(8)
                .lookupTimeout(Duration.ofSeconds(9))
                .table(table);
        assertEquals("JSESSIONID", cookie.name());
        assertEquals("X-User", header.name());
        for (TablePersistence<?> each : new TablePersistence<?>[] {cookie, header}) {
            assertEquals(Duration.ofSeconds(7), each.timeout());
            assertEquals(8, each.maxEntries());
            assertEquals(Duration.ofSeconds(9), each.lookupTimeout());
            assertSame(table, each.table().orElseThrow());
        }
        assertNotEquals(cookie, header);
        assertEquals("passive-cookie:JSESSIONID", cookie.toString());
        assertEquals("header:X-User", header.toString());
        refused("persistence cookie: \"\"" + TOKEN, () -> Persistence.passiveCookie(""));
        refused("persistence header: \"X User\"" + TOKEN, () -> Persistence.header("X User"));
        refused("persistence entries: 0 is not allowed; allowed: 1 to 100000000", () -> header.maxEntries(0));
    }

    @Test
    void namesOfFieldsHaveNoCaseThoseOfCookiesHave() {
        assertEquals(Persistence.header("X-User"), Persistence.header("x-user"));
        assertEquals(
                Persistence.header("X-User").hashCode(),
                Persistence.header("x-user").hashCode());
        assertNotEquals(Persistence.passiveCookie("A"), Persistence.passiveCookie("a"));
        assertEquals(Persistence.passiveCookie("A"), Persistence.passiveCookie("A"));
        assertNotEquals(
                Persistence.header("A"), Persistence.header("A").table(AffinityTable.inMemory(Duration.ofDays(1), 1)));
    }

    // ---- keys ----

    private static AffinityKey key(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return AffinityKey.of(bytes, 0, bytes.length);
    }

    /** The examples of FIPS 180-2. */
    @Test
    void aKeyIsTheBeginningOfSha256() {
        assertEquals("ba7816bf8f01cfea414140de5dae2223", key("abc").toString());
        assertEquals("e3b0c44298fc1c149afbf4c8996fb924", key("").toString());
        byte[] around = "xabcy".getBytes(StandardCharsets.UTF_8);
        assertEquals(key("abc"), AffinityKey.of(around, 1, 4));
    }

    @Test
    void aKeyThatFailsSpoilsNoOther() {
        byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
        assertThrows(IndexOutOfBoundsException.class, () -> AffinityKey.of(bytes, 1, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> AffinityKey.of(bytes, 2, 1));
        assertEquals("ba7816bf8f01cfea414140de5dae2223", key("abc").toString());
    }
}
