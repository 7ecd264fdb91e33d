package io.evenkeel.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts are addresses or names; no name server is asked. */
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
        assertEquals(address, server.address().orElseThrow().getHostAddress());
        assertEquals(id, server.id());
        assertEquals(host, RealServer.at(host).id());
    }

    /** Some of these the JDK would look up: a name server is asked, and the answer may even be an address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "256.1.1.1",
                "999.999.999.999",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                "0x7f.1",
                "12345",
                "db.7",
                "db.7.",
                ".",
                "..",
                ".db.test",
                "db..test",
                "db.test..",
                "-db.test",
                "db-.test",
                "d_b.test",
                "db.test/",
                "db test",
                "http://db.test",
                "b\u00fccher.test",
                "db\u3002test",
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "EXAMPLE.org",
                "db",
                "db.test.",
                "3com.example",
                "7-eleven.example",
                "1.2.3.4.in-addr.arpa",
                "xn--bcher-kva.example",
                "a--b.test",
                "db.7a",
                "localhost.",
                "LOCALHOST",
            })
    void hostNamesAreAcceptedUnresolved(String host) {
        RealServer server = RealServer.at(host, 80);
        assertEquals(Optional.empty(), server.address());
        assertEquals(host, server.host());
        assertEquals(host + ":80", server.id());
        assertEquals(host, RealServer.at(host).id());
    }

    @Test
    void aLabelHas63CharactersAtMostAndANameHas253() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);
        assertEquals(253, longest.length());
        assertEquals(longest, RealServer.at(longest).host());
        assertEquals(longest + ".", RealServer.at(longest + ".").host());
        for (String host : List.of(longest + "a", label + "a", label + "a.test", "a.".repeat(100_000) + "a")) {
            assertThrows(IllegalArgumentException.class, () -> RealServer.at(host, 80));
        }
    }

    @Test
    void aRefusalSaysWhatIsWrong() {
        assertEquals(
                "server host: \"10.0.0.256\" is not allowed; allowed: four numbers of 0 to 255 for an IPv4 address, or a host"
                        + " name, which does not end in a number",
                assertThrows(IllegalArgumentException.class, () -> RealServer.at("10.0.0.256", 80))
                        .getMessage());
        assertEquals(
                "server host: \"d_b.test\" is not allowed; allowed: an IPv4 or IPv6 address, localhost, or a host name of up"
                        + " to 253 letters, digits, hyphens and dots",
                assertThrows(IllegalArgumentException.class, () -> RealServer.at("d_b.test", 80))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "db", "localhost.", "LOCALHOST", "256.1.1.1"})
    void listenersTakeAddressesOnly(String host) {
        assertEquals(
                "listen host: \"" + host + "\" is not allowed; allowed: an IPv4 or IPv6 address, or localhost",
                assertThrows(IllegalArgumentException.class, () -> Listener.at(host, 80))
                        .getMessage());
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
