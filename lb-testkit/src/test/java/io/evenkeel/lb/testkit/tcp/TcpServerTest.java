package io.evenkeel.lb.testkit.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpServerTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void countsWhatItSees() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo())) {
            try (TcpClient first = TcpClient.connect(server.address());
                    TcpClient second = TcpClient.connect(server.address())) {
                first.send("hello");
                assertEquals("hello", first.readFully(5, SOON).text());
                second.send("you");
                assertEquals("you", second.readFully(3, SOON).text());

                List<ConnectionRecord> seen = server.awaitConnections(2, SOON);
                assertEquals(2, server.open());
                assertEquals(8, server.bytesIn());
                assertEquals(8, server.bytesOut());
                assertEquals("hello", seen.get(0).receivedText());
                assertEquals(first.localAddress(), seen.get(0).peer());
                assertEquals(End.NONE, seen.get(0).end());
            }
            server.awaitOpen(0, SOON);
            server.awaitEnd(2, End.FIN, SOON);
            assertEquals(2, server.accepted());
            assertFalse(server.connections().get(1).isOpen());
        }
    }

    @Test
    void awaitingNamesWhatIsMissing() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                TcpClient client = TcpClient.connect(server.address())) {
            ConnectionRecord seen = server.awaitConnections(1, SOON).get(0);
            Duration briefly = Duration.ofMillis(5);

            AssertionError error = assertThrows(AssertionError.class, () -> server.awaitConnections(2, briefly));
            assertEquals("not within 5 ms: 2 connections to " + server.address() + ", accepted 1", error.getMessage());
            assertThrows(AssertionError.class, () -> server.awaitOpen(0, briefly));
            assertThrows(AssertionError.class, () -> seen.awaitEnd(briefly));
            assertThrows(AssertionError.class, () -> seen.awaitBytesIn(1, briefly));
            assertThrows(AssertionError.class, () -> seen.awaitClosed(briefly));
            assertEquals(End.TIMEOUT, client.readUntilEnd(briefly).end());
        }
    }

    @Test
    void stopsWithAFinOnEachConnection() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                TcpClient client = TcpClient.connect(server.address())) {
            server.awaitConnections(1, SOON);
            List<Received> ends = new ArrayList<>();
            Thread reader = new Thread(() -> {
                try (client) {
                    ends.add(client.readUntilEnd(SOON));
                } catch (java.io.IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            reader.start();

            server.stop();
            reader.join();

            assertEquals(End.FIN, ends.get(0).end());
            assertEquals(End.FIN, server.connections().get(0).end());
            assertEquals(0, server.open());
            assertThrows(ConnectException.class, () -> TcpClient.connect(server.address()));
        }
    }

    @Test
    void resetsWhatDoesNotEndWithinTheGrace() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                TcpClient client = TcpClient.connect(server.address())) {
            server.awaitConnections(1, SOON);
            server.stop(Duration.ofMillis(10));
            assertEquals(0, server.open());
            // The FIN was sent first, and reading it does not depend on the reset that followed.
            End end = client.readUntilEnd(SOON).end();
            assertTrue(end == End.FIN || end == End.RESET, end.toString());
        }
    }

    @Test
    void killsWithAResetOnEachConnection() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                TcpClient client = TcpClient.connect(server.address())) {
            server.awaitConnections(1, SOON);
            server.kill();
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            assertEquals(End.NONE, server.connections().get(0).end());
            assertThrows(ConnectException.class, () -> TcpClient.connect(server.address()));
        }
    }

    @Test
    void restartsOnTheSamePortAgainAndAgain() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("one"))) {
            InetSocketAddress address = server.address();
            assertEquals("one", greeting(address));
            for (int round = 0; round < 20; round++) {
                server.kill();
                assertThrows(ConnectException.class, () -> TcpClient.connect(address));
                server.become(Behaviour.greeting("round " + round));
                server.restart();
                assertEquals("round " + round, greeting(address));
            }
            assertEquals(address, server.address());
            assertEquals(21, server.accepted());
        }
    }

    @Test
    void aSecondStartIsRefused() {
        try (TcpServer server = TcpServer.start(Behaviour.echo())) {
            assertThrows(IllegalStateException.class, server::restart);
            assertThrows(UncheckedIOException.class, () -> TcpServer.start(Behaviour.echo(), server.address()));
        }
    }

    @Test
    void startsOnAGivenAddress() throws Exception {
        InetSocketAddress first;
        try (TcpServer server = TcpServer.start(Behaviour.greeting("a"), new InetSocketAddress("127.0.0.2", 0))) {
            first = server.address();
            assertEquals("127.0.0.2", first.getAddress().getHostAddress());
        }
        try (TcpServer server = TcpServer.start(Behaviour.greeting("b"), first)) {
            assertEquals("b", greeting(server.address()));
        }
    }

    @Test
    void aBugInABehaviourFailsTheTest() throws Exception {
        IllegalStateException bug = new IllegalStateException("told to");
        TcpServer server = TcpServer.start(connection -> {
            throw bug;
        });
        try (TcpClient client = TcpClient.connect(server.address())) {
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
        }
        server.awaitOpen(0, SOON);
        AssertionError error = assertThrows(AssertionError.class, server::close);
        assertSame(bug, error.getCause());
    }

    @Test
    void seesAResetAsAReset() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo())) {
            TcpClient client = TcpClient.connect(server.address());
            ConnectionRecord seen = server.awaitConnections(1, SOON).get(0);
            client.reset();
            assertEquals(End.RESET, seen.awaitEnd(SOON));
            seen.awaitClosed(SOON);
        }
    }

    @Test
    void seesAResetThatComesWhileItWrites() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.source(Long.MAX_VALUE, 1))) {
            TcpClient client = TcpClient.connect(server.address());
            client.expectSeeded(100_000, 1, SOON);
            client.reset();
            ConnectionRecord seen = server.awaitConnections(1, SOON).get(0);
            assertEquals(End.RESET, seen.awaitEnd(SOON));
            seen.awaitClosed(SOON);
            assertEquals(End.RESET, seen.end());
            assertTrue(seen.bytesOut() >= 100_000);
        }
    }

    @Test
    void keepsTheFirstBytesAndTheDigestOfAll() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink());
                TcpClient client = TcpClient.connect(server.address())) {
            client.sendSeeded(1_000_000, 3);
            client.shutdownOutput();
            assertEquals(End.FIN, client.readUntilEnd(SOON).end());

            ConnectionRecord seen = server.connections().get(0);
            assertEquals(1_000_000, seen.bytesIn());
            assertEquals(io.evenkeel.lb.testkit.SeededBytes.of(3).digest(1_000_000), seen.digestIn());
            assertEquals(ConnectionRecord.KEPT_BYTES, seen.received().length);
        }
    }

    private static String greeting(InetSocketAddress address) throws java.io.IOException {
        try (TcpClient client = TcpClient.connect(address)) {
            Received received = client.readUntilEnd(SOON);
            assertEquals(End.FIN, received.end());
            return received.text();
        }
    }
}
