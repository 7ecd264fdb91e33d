package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.route.Redirect;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {

    private final FakeRequestHead head = FakeRequestHead.of("GET", "http://www.Example.com:8080/a/b?c=d");

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void toHttpsKeepsHostAndTarget() {
        assertEquals("https://www.example.com/a/b?c=d", Redirect.toHttps().location(head));
        assertEquals("https://www.example.com/a/b?c=d", Redirect.toHttps(443).location(head));
        assertEquals(
                "https://www.example.com:8443/a/b?c=d", Redirect.toHttps(8443).location(head));
        assertEquals(308, Redirect.toHttps().status());
        assertEquals("redirect 308 https://{host}{target}", Redirect.toHttps().toString());
        refusal(() -> Redirect.toHttps(0));
        refusal(() -> Redirect.toHttps(65536));
        assertEquals(
                "https://[::1]:8443/", Redirect.toHttps(8443).location(FakeRequestHead.of("GET", "http://[::1]:80/")));
    }

    @Test
    void placeholders() {
        assertEquals(
                "https://x.org/new/a/b?was=www.example.com&c=d",
                Redirect.to("https://x.org/new{path}?was={host}&{query}").location(head));
        assertEquals("/moved?to=/a/b?c=d", Redirect.to("/moved?to={target}").location(head));
        assertEquals("/login?", Redirect.to("/login?{query}").location(FakeRequestHead.of("GET", "http://a/b")));
        assertEquals(
                "https://x.org/#/start", Redirect.to("https://x.org/#/start").location(head));
        assertEquals("/", Redirect.to("/").location(head));
        assertEquals(302, Redirect.to("/").status());
        assertEquals("{target}", Redirect.to("https://x{target}").template().substring(9));
    }

    @Test
    void statuses() {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            assertEquals(status, Redirect.toHttps().status(status).status());
        }
        for (int status : new int[] {200, 300, 304, 305, 306, 309, 404}) {
            refusal(() -> Redirect.toHttps().status(status));
        }
        assertEquals(Redirect.toHttps().status(301), Redirect.toHttps(443).status(301));
        assertEquals(Redirect.toHttps().hashCode(), Redirect.toHttps(443).hashCode());
        assertNotEquals(Redirect.toHttps(), Redirect.toHttps().status(301));
        assertNotEquals(Redirect.toHttps(), Redirect.toHttps(444));
    }

    /** Each of these would let a path or query choose the host, or is no location. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{target}",
                "{path}x",
                "/{path}",
                "/{target}",
                "//{host}/",
                "//x.org",
                "/\\x.org",
                "https://{path}",
                "https://{target}",
                "https://x.org{query}",
                "https://x.org.{query}/",
                "https://{host}:{query}/",
                "https://x@y/",
                "https://x\\y/",
                "https:///{path}",
                "https://",
                "http:/x",
                "javascript:alert(1)",
                "ftp://x/",
                "x",
                " ",
                "/a b",
                "/a\r\nSet-Cookie: b",
                "/\u00e4",
                "/a{other}",
                "/a{",
                "/a}",
                "/a{{host}}"
            })
    void templatesThatLeadAstrayAreRefused(String template) {
        refusal(() -> Redirect.to(template));
    }

    @Test
    void templatesAreBounded() {
        refusal(() -> Redirect.to("/" + "a".repeat(2000)));
        refusal(() -> Redirect.to("https://" + "a".repeat(2_000_000) + "{"));
        assertEquals(2000, Redirect.to("/" + "a".repeat(1999)).location(head).length());
        assertEquals(66, Redirect.to("/a" + "{target}".repeat(8)).location(head).length());
        assertTrue(refusal(() -> Redirect.to("/a" + "{target}".repeat(9))).startsWith("redirect placeholders: 9 "));
    }

    /** What a strict parser would have refused; here it is shown that nothing rests on it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.com@good.com",
                "good.com/",
                "good.com?",
                "good.com\\",
                "a b",
                "a\r\nX: y",
                "\u00e4",
                "[::1]x",
                "{path}"
            })
    void aHostThatIsNoneLeadsNowhere(String authority) {
        FakeRequestHead forged = FakeRequestHead.raw("GET", "http", authority, "/");
        assertEquals(
                "the request's host is not fit for a location",
                refusal(() -> Redirect.toHttps().location(forged)));
        assertEquals("/x", Redirect.to("/x").location(forged));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                ".evil.com/",
                "@evil.com/",
                ":80@evil.com",
                "/a b",
                "/\r\nX: y",
                "/\n",
                "/\u00e4",
                "/a#b"
            })
    void aTargetThatIsNoneLeadsNowhere(String target) {
        FakeRequestHead forged = FakeRequestHead.raw("GET", "http", "good.com", target);
        refusal(() -> Redirect.toHttps().location(forged));
        refusal(() -> Redirect.to("https://good.com{path}").location(forged));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.com",
                "/\\evil.com",
                "/.//evil.com",
                "/@evil.com",
                "/:80@evil.com",
                "/?@evil.com",
                "/%0d%0aX:y"
            })
    void noPathChoosesTheHost(String target) {
        FakeRequestHead sly = FakeRequestHead.raw("GET", "http", "good.com", target);
        for (Redirect redirect : new Redirect[] {
            Redirect.toHttps(),
            Redirect.toHttps(8443),
            Redirect.to("https://{host}{path}"),
            Redirect.to("https://good.com{target}"),
            Redirect.to("https://good.com/x{target}"),
            Redirect.to("https://good.com?{query}")
        }) {
            String location = redirect.location(sly).replace('\\', '/');
            assertEquals("good.com", URI.create(location).getHost(), location);
        }
        String relative = Redirect.to("/x{target}").location(sly).replace('\\', '/');
        assertEquals(
                "good.com", URI.create("https://good.com/").resolve(relative).getHost(), relative);
    }
}
