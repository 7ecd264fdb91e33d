package io.evenkeel.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts are addresses; no name server is asked. */
class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, 10.0.0.1:80",
        "255.255.255.255, 255.255.255.255, 255.255.255.255:80",
        "localhost, 127.0.0.1, localhost:80",
        "::1, 0:0:0:0:0:0:0:1, [::1]:80",
        "fe80::1, fe80:0:0:0:0:0:0:1, [fe80::1]:80",
        "::ffff:10.0.0.1, 10.0.0.1, [::ffff:10.0.0.1]:80",
    })
    void addressesAreAccepted(String host, String address, String id) {
        RealServer server = RealServer.at(host, 80);
        assertEquals(address, server.address().getHostAddress());
        assertEquals(id, server.id());
        assertEquals(host, RealServer.at(host).id());
    }

    /** Some of these the JDK would look up: a name server is asked, and the answer may even be an address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "256.1.1.1",
                "999.999.999.999",
                "1.2.3",
                "1.2.3.4.5",
                "10.0.0.1:80",
                "host:80",
                "[::1]",
                "[::1",
                "1::2::3",
                ":",
                ":::",
                "g::1",
                " 10.0.0.1",
                "10.0.0.1 ",
                "1.2.3.4\n",
                "::1%nonexistent0"
            })
    void anythingElseIsRefusedAtOnce(String host) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThrows(IllegalArgumentException.class, () -> RealServer.at(host, 80), host));
    }

    @Test
    void listenersCollideOnOnePortAndOneAddress() {
        assertEquals(true, Listener.at("127.0.0.1", 80).collidesWith(Listener.at("127.0.0.1", 80)));
        assertEquals(true, Listener.at("0.0.0.0", 80).collidesWith(Listener.at("127.0.0.1", 80)));
        assertEquals(true, Listener.at("127.0.0.1", 80).collidesWith(Listener.at("0.0.0.0", 80)));
        assertEquals(true, Listener.at("localhost", 80).collidesWith(Listener.at("127.0.0.1", 80)));
        assertEquals(true, Listener.at("::", 80).collidesWith(Listener.at("0.0.0.0", 80)));
        assertEquals(true, Listener.at("127.0.0.1", 80).collidesWith(Listener.at("::", 80)));
        assertEquals(false, Listener.at("0.0.0.0", 80).collidesWith(Listener.at("::1", 80)));
        assertEquals(false, Listener.at("127.0.0.1", 80).collidesWith(Listener.at("127.0.0.2", 80)));
        assertEquals(false, Listener.at("127.0.0.1", 80).collidesWith(Listener.at("127.0.0.1", 81)));
        assertEquals(false, Listener.at("127.0.0.1", 0).collidesWith(Listener.at("127.0.0.1", 0)));
        assertEquals("[::]:80", Listener.at("::", 80).toString());
        assertEquals(Listener.at("localhost", 80), Listener.at("127.0.0.1", 80));
    }
}
