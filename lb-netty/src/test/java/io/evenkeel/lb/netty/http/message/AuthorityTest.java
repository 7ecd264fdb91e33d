package io.evenkeel.lb.netty.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts and ports. */
class AuthorityTest {

    private static int hostEnd(byte[] bytes) {
        return Authority.hostEnd(bytes, 1, bytes.length - 1);
    }

    private static byte[] bytes(String authority) {
        return ("[" + authority + "]").getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, 80",
        "www.Example.com:8080, www.Example.com, 8080",
        "a:, a, 80",
        "a:0, a, 0",
        "a:65535, a, 65535",
        "a_b-c~d!$&'()*+;=%20, a_b-c~d!$&'()*+;=%20, 80",
        "10.0.0.1:81, 10.0.0.1, 81",
        "[::], [::], 80",
        "[::1]:443, [::1], 443",
        "[1::], [1::], 80",
        "[1:2:3:4:5:6:7:8], [1:2:3:4:5:6:7:8], 80",
        "[1:2:3::5:6:7:8], [1:2:3::5:6:7:8], 80",
        "[fe80::ABCD:1]:1, [fe80::ABCD:1], 1",
        "[::ffff:1.2.3.4], [::ffff:1.2.3.4], 80",
        "[1:2:3:4:5:6:1.2.3.4], [1:2:3:4:5:6:1.2.3.4], 80",
    })
    void isSound(String authority, String host, int port) {
        byte[] bytes = bytes(authority);
        int end = hostEnd(bytes);
        assertEquals(1 + host.length(), end);
        assertEquals(port, Authority.port(bytes, end, bytes.length - 1, 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a b",
                "a,b",
                "a/",
                "a@b",
                "a:b",
                "a:80:80",
                "a:65536",
                "a:100000",
                "a%",
                "a%2",
                "a%2g",
                "a[",
                "a]",
                "a[::1]",
                "[",
                "[]",
                "[:]",
                "[:::]",
                "[1]",
                "[::1",
                "::1",
                "[::1]a",
                "[::1]]",
                "[::1]:a",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4:5:6:7::8]",
                "[1::2::3]",
                "[12345::]",
                "[g::]",
                "[1:2:3:4:5:6:7:]",
                "[:1:2:3:4:5:6:7]",
                "[::1.2.3]",
                "[::1.2.3.4.5]",
                "[::1.2.3.256]",
                "[::1.2.3.]",
                "[1.2.3.4]",
                "[1:2:3:4:5:6:7:1.2.3.4]",
                "[::1.2.3.4:1]",
                "[fe80::1%25eth0]",
                "[v1.a]",
                "[::1 ]"
            })
    void isMalformed(String authority) {
        assertEquals(-1, hostEnd(bytes(authority)));
    }
}
