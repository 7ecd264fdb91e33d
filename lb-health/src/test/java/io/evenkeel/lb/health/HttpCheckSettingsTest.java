package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.health.HttpCheck.Method;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be set, what is refused, and which checks are the same and so share a probe. */
class HttpCheckSettingsTest {

    private static final HttpCheck GET = HealthChecks.http("/");

    @Test
    void equalSettingsAreOneCheck() {
        Supplier<HttpCheck> made = () -> HealthChecks.http("/a")
                .post("x")
                .host("h")
                .http10()
                .header("A", "b")
                .accept(404, 500)
                .bodyMatches(Pattern.compile("ok", Pattern.CASE_INSENSITIVE))
                .bodyBytes(10);

        assertEquals(made.get(), made.get());
        assertEquals(made.get().hashCode(), made.get().hashCode());
        assertEquals(GET.accept(404, 500), GET.accept(500, 404, 404));
        assertEquals(GET, GET.http10().http11());
        assertEquals("http POST /a", made.get().toString());
        assertEquals("http GET /", GET.describe());
    }

    @Test
    void everySettingTellsChecksApart() {
        List<UnaryOperator<HttpCheck>> changes = List.of(
                check -> HealthChecks.http("/other"),
                check -> check.method(Method.HEAD),
                check -> check.post(""),
                check -> check.post("x"),
                check -> check.host("h"),
                check -> check.http10(),
                check -> check.header("A", "b"),
                check -> check.header("A", "c"),
                check -> check.accept(),
                check -> check.accept(404),
                check -> check.bodyMatches(Pattern.compile("")),
                check -> check.bodyMatches(Pattern.compile("ok")),
                check -> check.bodyMatches(Pattern.compile("ok", Pattern.DOTALL)),
                check -> check.bodyBytes(1));
        List<HttpCheck> checks =
                changes.stream().map(change -> change.apply(GET)).toList();
        for (int i = 0; i < checks.size(); i++) {
            assertNotEquals(GET, checks.get(i), "" + i);
            for (int j = 0; j < i; j++) {
                assertNotEquals(checks.get(j), checks.get(i), i + " and " + j);
            }
        }
        assertNotEquals(GET, HealthChecks.tcp());
    }

    private static void refused(String message, Supplier<HttpCheck> setting) {
        String said = assertThrows(IllegalArgumentException.class, setting::get).getMessage();
        assertTrue(said.startsWith(message), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "health", "*", "http://a/", "/a b", "/a\r\nX: y", "/a\n", "/ü", "/a#b", "/\u007f", "/\t"})
    void pathsThatAreNotSent(String path) {
        refused("HTTP check path: \"" + path, () -> HealthChecks.http(path));
    }

    @Test
    void pathsHaveABound() {
        HealthChecks.http("/" + "a".repeat(1023));
        refused("HTTP check path: ", () -> HealthChecks.http("/" + "a".repeat(1024)));
        refused("HTTP check path: null", () -> HealthChecks.http(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nX: y", "ü", "a/b", "user@host", "\u0000"})
    void hostsThatAreNotSent(String host) {
        refused("HTTP check host: ", () -> GET.host(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.org", "www.example.org:8080", "10.0.0.1", "[::1]:80", "my_host"})
    void hostsThatAreSent(String host) {
        assertEquals(host, GET.host(host).request().host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A B",
                "A:",
                "A\r\n",
                "ä",
                "Host",
                "HOST",
                "Content-Length",
                "transfer-encoding",
                "Connection",
                "Expect"
            })
    void namesThatAreNotSent(String name) {
        refused("HTTP check header: ", () -> GET.header(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a\r\nB: c", "a\nb", "\u0000", "ü", "\t"})
    void valuesThatAreNotSent(String value) {
        refused("HTTP check header A: ", () -> GET.header("A", value));
    }

    @Test
    void fourHeadersAndNoMore() {
        HttpCheck four =
                GET.header("A", "1").header("A", "2").header("A", "a b\tc").header("A", "x".repeat(1024));
        refused("HTTP check headers: 5 is not allowed; allowed: 0 to 4", () -> four.header("B", ""));
        refused("HTTP check header A: ", () -> GET.header("A", "x".repeat(1025)));
    }

    @Test
    void bodiesToPostHaveABoundInBytes() {
        assertEquals(Method.POST, GET.post("x".repeat(2047)).request().method());
        refused("HTTP check bytes to post: 2048 is not allowed; allowed: 0 to 2047", () -> GET.post("x".repeat(2048)));
        refused("HTTP check bytes to post: 2048", () -> GET.post("ü".repeat(1024)));
        refused(
                "HTTP check method: GET is not allowed; allowed: POST",
                () -> GET.post("x").method(Method.GET));
    }

    @ParameterizedTest
    @CsvSource({"299", "600", "0", "-1", "200"})
    void statusesOutsideTheRange(int code) {
        refused("HTTP check accepted status: " + code + " is not allowed; allowed: 300 to 599", () -> GET.accept(code));
    }

    @Test
    void thirtyTwoStatusesAndNoMore() {
        int[] codes = new int[33];
        java.util.Arrays.setAll(codes, i -> 300 + i);
        GET.accept(java.util.Arrays.copyOf(codes, 32));
        refused("HTTP check accepted statuses: 33 is not allowed; allowed: 0 to 32", () -> GET.accept(codes));
    }

    @Test
    void aPatternNeedsAMethodWithABody() {
        Pattern any = Pattern.compile("");
        refused(
                "HTTP check body pattern: x is not allowed; allowed: with GET or POST, not with HEAD",
                () -> GET.method(Method.HEAD).bodyMatches(Pattern.compile("x")));
        refused(
                "HTTP check method: HEAD is not allowed",
                () -> GET.bodyMatches(any).method(Method.HEAD));
        refused(
                "HTTP check method: OPTIONS is not allowed",
                () -> GET.bodyMatches(any).method(Method.OPTIONS));
        GET.bodyMatches(any).method(Method.POST).method(Method.GET);
    }

    @Test
    void bodyBytesHaveARange() {
        GET.bodyBytes(1).bodyBytes(1024 * 1024);
        refused("HTTP check body bytes: 0 is not allowed; allowed: 1 to 1048576", () -> GET.bodyBytes(0));
        refused("HTTP check body bytes: 1048577 is not allowed", () -> GET.bodyBytes(1024 * 1024 + 1));
    }
}
