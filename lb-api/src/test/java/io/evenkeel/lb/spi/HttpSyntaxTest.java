package io.evenkeel.lb.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSyntaxTest {

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void namesAreTokens() {
        assertEquals("!#$%&'*+-.^_`|~aZ09", HttpSyntax.fieldName("!#$%&'*+-.^_`|~aZ09"));
        for (char c = 0; c < 0x180; c++) {
            char each = c;
            boolean token = Character.isLetterOrDigit(c) && c < 0x80 || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            if (!token) {
                refusal(() -> HttpSyntax.fieldName("x" + each));
            }
        }
        refusal(() -> HttpSyntax.fieldName(""));
        refusal(() -> HttpSyntax.fieldName(null));
        refusal(() -> HttpSyntax.fieldName("x".repeat(257)));
        assertEquals(256, HttpSyntax.fieldName("x".repeat(256)).length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "TRANSFER-ENCODING",
                "connection",
                "Keep-Alive",
                "Proxy-Connection",
                "TE",
                "Trailer",
                "Upgrade",
                "Host",
                "Expect",
                "HTTP2-Settings"
            })
    void whatFramesAndAddressesIsTheBalancers(String name) {
        assertEquals(
                "header name: " + name + " is not allowed; allowed: a header that the balancer does not write itself",
                refusal(() -> HttpSyntax.fieldName(name)));
        assertEquals(name, HttpSyntax.token("match header name", name));
    }

    @Test
    void valuesEndNoLine() {
        assertEquals("", HttpSyntax.fieldValue("X", ""));
        assertEquals("a \t \"b\" \u00e4\u00ff", HttpSyntax.fieldValue("X", "a \t \"b\" \u00e4\u00ff"));
        for (char c = 0; c < 0x200; c++) {
            String value = "a" + c + "b";
            if (c == '\t' || c >= 0x20 && c != 0x7F && c <= 0xFF) {
                assertEquals(value, HttpSyntax.fieldValue("X", value));
            } else {
                refusal(() -> HttpSyntax.fieldValue("X", value));
            }
        }
        for (String value : new String[] {" a", "a ", "\ta", "a\t", " "}) {
            refusal(() -> HttpSyntax.fieldValue("X", value));
        }
        refusal(() -> HttpSyntax.fieldValue("X", "a".repeat(8193)));
        assertEquals(8192, HttpSyntax.fieldValue("X", "a".repeat(8192)).length());
    }

    /** A full-width letter, cut to a byte, would be a line's end. */
    @Test
    void aLineEndInDisguiseIsNone() {
        refusal(() -> HttpSyntax.fieldValue("X", "a\u560D\u560Ab"));
        refusal(() -> HttpSyntax.target("target", "/\u560D\u560A"));
    }

    @Test
    void theRefusalOfABreakingTextBreaksNoLogLine() {
        String message = refusal(() -> HttpSyntax.fieldValue("X", "a\r\nSet-Cookie: b" + "c".repeat(1000)));
        assertTrue(message.startsWith("header X: \"a??Set-Cookie: b"), message);
        assertTrue(message.length() < 300, message);
    }

    @Test
    void targets() {
        assertEquals("/a?b=c&d=%20//", HttpSyntax.target("target", "/a?b=c&d=%20//"));
        for (String bad : new String[] {"", "a", "*", "http://a/", "/a b", "/a\r\n", "/\u00e4", "/a#b", "/\u007f"}) {
            refusal(() -> HttpSyntax.target("target", bad));
            assertFalse(HttpSyntax.isTarget(bad), bad);
        }
        refusal(() -> HttpSyntax.target("target", null));
        refusal(() -> HttpSyntax.target("target", "/" + "a".repeat(8192)));
        assertTrue(HttpSyntax.isTarget("/" + "a".repeat(60_000)));
    }

    @Test
    void hosts() {
        for (String good :
                new String[] {"a", "www.example.com", "a_b-c.d", "10.0.0.1", "[::1]", "[2001:DB8::1.2.3.4]"}) {
            assertTrue(HttpSyntax.isHost(good), good);
        }
        for (String bad : new String[] {
            "",
            "a:80",
            "a@b",
            "a/b",
            "a b",
            "a\\b",
            "[::1",
            "::1",
            "[]",
            "[a]b",
            "[g::]",
            "a\r\n",
            "\u00e4",
            "a?b",
            "[::1%25e]"
        }) {
            assertFalse(HttpSyntax.isHost(bad), bad);
        }
        assertFalse(HttpSyntax.isHost("a".repeat(256)));
    }
}
