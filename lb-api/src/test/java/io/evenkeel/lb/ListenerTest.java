package io.evenkeel.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ports, ranges and what they are mapped to. */
class ListenerTest {

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void aRangeIsOneListenerOfManyPorts() {
        Listener range = Listener.range("127.0.0.1", 5070, 5073);
        assertEquals(4, range.ports());
        assertEquals(5070, range.port());
        assertEquals(5073, range.lastPort());
        assertEquals("127.0.0.1:5070-5073", range.toString());
        assertEquals(
                List.of(5070, 5071, 5072, 5073),
                range.each().stream().map(Listener::port).toList());
        assertEquals(Listener.at("127.0.0.1", 5072), range.each().get(2));
        assertEquals(Listener.at("::1", 80), Listener.range("::1", 80, 80));
    }

    @Test
    void portsAreMappedByTheSameOffset() {
        Listener one = Listener.at("::", 443).toServerPort(4443);
        assertEquals("[::]:443 to server port 4443", one.toString());
        assertEquals(List.of(one), one.each());
        Listener range = Listener.range("127.0.0.1", 5070, 5073).toServerPort(6070);
        assertEquals("127.0.0.1:5070-5073 to server port 6070-6073", range.toString());
        assertEquals(
                List.of(6070, 6071, 6072, 6073),
                range.each().stream().map(Listener::serverPort).toList());
        assertEquals(0, Listener.range("127.0.0.1", 5070, 5073).each().get(3).serverPort());
        assertEquals(4443, Listener.at("127.0.0.1", 0).toServerPort(4443).serverPort());
        assertNotEquals(one, Listener.at("::", 443));
    }

    @Test
    void portsOutsideAreRefused() {
        refused("listen port: 0 is not allowed; allowed: 1 to 65535", () -> Listener.range("127.0.0.1", 0, 5));
        refused("last listen port: 9 is not allowed; allowed: 10 to 519", () -> Listener.range("127.0.0.1", 10, 9));
        refused("last listen port: 520 is not allowed; allowed: 10 to 519", () -> Listener.range("::", 10, 520));
        assertEquals(510, Listener.range("::", 10, 519).ports());
        refused(
                "last listen port: 65536 is not allowed; allowed: 65500 to 65535",
                () -> Listener.range("127.0.0.1", 65500, 65536));
        Listener range = Listener.range("127.0.0.1", 1, 4);
        refused("listen server-port: 65533 is not allowed; allowed: 1 to 65532", () -> range.toServerPort(65533));
        refused("listen server-port: 0 is not allowed; allowed: 1 to 65532", () -> range.toServerPort(0));
        assertEquals(65535, range.toServerPort(65532).each().get(3).serverPort());
        refused(
                "listen host: \"example.org\" is not allowed; allowed: an IPv4 or IPv6 address, or localhost",
                () -> Listener.range("example.org", 1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 10, 20, 127.0.0.1, 20, 30, true",
        "127.0.0.1, 10, 20, 127.0.0.1, 21, 30, false",
        "127.0.0.1, 10, 20, 127.0.0.1, 12, 12, true",
        "127.0.0.1, 10, 20, 127.0.0.2, 10, 20, false",
        "127.0.0.1, 10, 20, 0.0.0.0, 5, 10, true",
        "::, 10, 20, 127.0.0.1, 15, 16, true",
        "::, 10, 20, ::1, 15, 16, true",
        "0.0.0.0, 10, 20, ::1, 15, 16, false",
        "::1, 10, 20, ::2, 10, 20, false",
    })
    void rangesCollideWhereTheyHaveAPortInCommon(
            String host, int first, int last, String otherHost, int otherFirst, int otherLast, boolean collide) {
        Listener one = Listener.range(host, first, last);
        Listener other = Listener.range(otherHost, otherFirst, otherLast);
        assertEquals(collide, one.collidesWith(other));
        assertEquals(collide, other.collidesWith(one));
        assertEquals(collide, one.toServerPort(1).collidesWith(other.toServerPort(2)), "whatever they are mapped to");
        assertEquals(false, one.collidesWith(Listener.at(host, 0)));
    }
}
