package io.evenkeel.lb.testkit.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TcpClientTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void connectsFromAGivenAddress() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                TcpClient client = TcpClient.connect(server.address(), new InetSocketAddress("127.0.0.9", 0))) {
            assertEquals("127.0.0.9", client.localAddress().getAddress().getHostAddress());
            assertEquals(
                    client.localAddress(),
                    server.awaitConnections(1, SOON).get(0).peer());
        }
    }

    @Test
    void readsNoMoreThanAskedFor() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                TcpClient client = TcpClient.connect(server.address())) {
            Received two = client.readFully(2, SOON);
            assertEquals("he", two.text());
            assertEquals(End.NONE, two.end());
            Received rest = client.readFully(10, SOON);
            assertEquals("llo", rest.text());
            assertEquals(End.FIN, rest.end());
        }
    }

    @Test
    void namesTheFirstWrongByte() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.source(1000, 1));
                TcpClient client = TcpClient.connect(server.address())) {
            client.expectSeeded(100, 1, SOON);
            // The stream goes on at 100, but each check begins at 0.
            AssertionError error = assertThrows(AssertionError.class, () -> client.expectSeeded(100, 1, SOON));
            String message = String.valueOf(error.getMessage());
            assertTrue(message.startsWith("the byte at position "), message);
        }
    }

    @Test
    void aShortStreamFails() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.source(1000, 1));
                TcpClient client = TcpClient.connect(server.address())) {
            AssertionError error = assertThrows(AssertionError.class, () -> client.expectSeeded(1001, 1, SOON));
            assertEquals("expected 1001 bytes, got 1000 bytes, end FIN", error.getMessage());
        }
    }

    @Test
    void anEchoOfTooMuchFails() throws IOException {
        Behaviour twice = connection -> {
            connection.drain();
            SeededTransfer.send(connection.output(), 200, 1);
        };
        try (TcpServer server = TcpServer.start(twice);
                TcpClient client = TcpClient.connect(server.address())) {
            assertThrows(AssertionError.class, () -> client.echoSeeded(100, 1, SOON));
        }
    }

    @Test
    void anEchoThatBreaksSaysWhere() throws IOException {
        Behaviour breaks = connection -> {
            byte[] part = connection.input().readNBytes(100_000);
            connection.output().write(part);
            connection.reset();
        };
        try (TcpServer server = TcpServer.start(breaks);
                TcpClient client = TcpClient.connect(server.address())) {
            Received received = client.echoSeeded(50_000_000, 1, SOON);
            assertEquals(End.RESET, received.end());
            assertTrue(received.count() <= 100_000, received.toString());
        }
    }

    @Test
    void aSmallReceiveBufferHoldsTheSenderBack() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.source(64_000_000, 4));
                TcpClient client = TcpClient.connect(server.address(), Ports.loopback(0), 64 * 1024)) {
            ConnectionRecord seen = server.awaitConnections(1, SOON).get(0);
            assertEquals(1, client.readFully(1, SOON).count());
            assertThrows(AssertionError.class, () -> seen.awaitClosed(Duration.ofMillis(20)));
            assertTrue(seen.bytesOut() < 64_000_000);
        }
    }

    @Test
    void readingAfterAnOwnCloseIsAnError() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo())) {
            TcpClient client = TcpClient.connect(server.address());
            client.close();
            assertThrows(IOException.class, () -> client.readUntilEnd(SOON));
        }
    }
}
