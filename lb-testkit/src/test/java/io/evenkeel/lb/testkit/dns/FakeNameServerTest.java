package io.evenkeel.lb.testkit.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.testkit.LeakGate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes on the wire, written down by hand; that a real resolver understands them is shown where one is used. */
class FakeNameServerTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final String ASKED_A = "0161 0474657374 00 0001 0001";
    private static final String ASKED_AAAA = "0161 0474657374 00 001c 0001";

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }

    private static byte[] ask(FakeNameServer server, String question) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            ByteArrayOutputStream query = new ByteArrayOutputStream();
            query.writeBytes(bytes("beef 0100 0001 0000 0000 0000"));
            query.writeBytes(bytes(question));
            socket.send(new DatagramPacket(query.toByteArray(), query.size(), server.address()));
            socket.setSoTimeout(5_000);
            DatagramPacket reply = new DatagramPacket(new byte[512], 512);
            socket.receive(reply);
            return Arrays.copyOf(reply.getData(), reply.getLength());
        }
    }

    @Test
    void answersWithTheAddressesOfTheFamilyAskedFor() throws IOException {
        try (FakeNameServer server = FakeNameServer.start()) {
            server.answer("A.test", Duration.ofSeconds(60), "10.0.0.1", "::1", "10.0.0.2");
            assertArrayEquals(
                    bytes("beef 8580 0001 0002 0000 0000" + ASKED_A
                            + "0161 0474657374 00 0001 0001 0000003c 0004 0a000001"
                            + "0161 0474657374 00 0001 0001 0000003c 0004 0a000002"),
                    ask(server, ASKED_A));
            assertArrayEquals(
                    bytes("beef 8580 0001 0001 0000 0000" + ASKED_AAAA
                            + "0161 0474657374 00 001c 0001 0000003c 0010 00000000000000000000000000000001"),
                    ask(server, ASKED_AAAA));
            assertEquals(List.of("A a.test", "AAAA a.test"), server.questions());
            assertEquals(1, server.asked("A a.test"));
        }
    }

    @Test
    void followsAliases() throws IOException {
        try (FakeNameServer server = FakeNameServer.start()) {
            server.alias("a.test", Duration.ofSeconds(5), "b");
            server.answer("b", Duration.ofSeconds(60), "10.0.0.1");
            assertArrayEquals(
                    bytes("beef 8580 0001 0002 0000 0000" + ASKED_A
                            + "0161 0474657374 00 0005 0001 00000005 0003 016200"
                            + "0162 00 0001 0001 0000003c 0004 0a000001"),
                    ask(server, ASKED_A));
        }
    }

    @Test
    void failsInEachWay() throws IOException {
        try (FakeNameServer server = FakeNameServer.start()) {
            assertArrayEquals(bytes("beef 8583 0001 0000 0000 0000" + ASKED_A), ask(server, ASKED_A));
            server.fail("a.test", Failure.SERVFAIL);
            assertArrayEquals(bytes("beef 8582 0001 0000 0000 0000" + ASKED_A), ask(server, ASKED_A));
            server.fail("a.test", Failure.REFUSED);
            assertArrayEquals(bytes("beef 8585 0001 0000 0000 0000" + ASKED_A), ask(server, ASKED_A));
            server.answer("a.test", Duration.ofSeconds(1));
            assertArrayEquals(bytes("beef 8580 0001 0000 0000 0000" + ASKED_A), ask(server, ASKED_A));
        }
    }

    @Test
    void cutsAnswersShortAndGivesThemOverTcp() throws IOException {
        try (FakeNameServer server = FakeNameServer.start();
                Socket socket = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
            server.answer("a.test", Duration.ofSeconds(60), "10.0.0.1");
            server.truncate("a.test");
            assertArrayEquals(bytes("beef 8780 0001 0000 0000 0000" + ASKED_A), ask(server, ASKED_A));
            byte[] query = bytes("0018 beef 0100 0001 0000 0000 0000" + ASKED_A);
            socket.getOutputStream().write(query);
            socket.setSoTimeout(5_000);
            byte[] reply = bytes("002e beef 8580 0001 0001 0000 0000" + ASKED_A
                    + "0161 0474657374 00 0001 0001 0000003c 0004 0a000001");
            assertArrayEquals(reply, socket.getInputStream().readNBytes(reply.length));
            assertEquals(List.of("A a.test", "A a.test over TCP"), server.questions());
        }
    }

    @Test
    void maySayNothing() throws IOException {
        try (FakeNameServer server = FakeNameServer.start();
                DatagramSocket socket = new DatagramSocket()) {
            server.fail("a.test", Failure.SILENCE);
            byte[] query = bytes("beef 0100 0001 0000 0000 0000" + ASKED_A);
            socket.send(new DatagramPacket(query, query.length, server.address()));
            socket.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, () -> socket.receive(new DatagramPacket(new byte[512], 512)));
            assertEquals(List.of("A a.test"), server.questions());
        }
    }

    @Test
    void survivesNonsenseAndLeavesNothing() throws IOException {
        LeakGate gate = LeakGate.watch("testkit-dns-");
        try (FakeNameServer server = FakeNameServer.start();
                DatagramSocket socket = new DatagramSocket()) {
            byte[] nonsense = "nonsense".getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(nonsense, nonsense.length, server.address()));
            server.answer("a.test", Duration.ofSeconds(1));
            assertEquals(List.of(), server.questions());
            ask(server, ASKED_A);
            assertEquals(List.of("A a.test"), server.questions());
        }
        gate.close();
    }
}
