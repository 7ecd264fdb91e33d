package io.evenkeel.lb.testkit.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.SeededBytes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BehaviourTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration BRIEFLY = Duration.ofMillis(20);

    private final TcpServer server = TcpServer.start(Behaviour.echo());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void echoReturnsAllAndThenTheFin() throws IOException {
        try (TcpClient client = connectTo(Behaviour.echo())) {
            Received received = client.echoSeeded(10_000_000, 5, SOON);
            assertEquals(10_000_000, received.count());
            assertEquals(End.FIN, received.end());
        }
        assertEquals(10_000_000, seen().bytesOut());
        assertEquals(SeededBytes.of(5).digest(10_000_000), seen().digestIn());
    }

    @Test
    void greetingIsNotLostToBytesNobodyRead() throws IOException {
        try (TcpClient client = connectTo(Behaviour.greeting("server 1"))) {
            client.send("a request that the server ignores");
            Received received = client.readUntilEnd(SOON);
            assertEquals("server 1", received.text());
            assertEquals(End.FIN, received.end());
        }
        assertEquals(End.FIN, seen().awaitEnd(SOON));
        seen().awaitClosed(SOON);
    }

    @Test
    void sinkAnswersOnlyTheFin() throws IOException {
        try (TcpClient client = connectTo(Behaviour.sink())) {
            client.sendSeeded(3_000_000, 9);
            assertEquals(End.TIMEOUT, client.readUntilEnd(BRIEFLY).end());
            client.shutdownOutput();
            assertEquals(End.FIN, client.readUntilEnd(SOON).end());
        }
        assertEquals(SeededBytes.of(9).digest(3_000_000), seen().digestIn());
    }

    @Test
    void sourceSendsItsBytesAndAFin() throws IOException {
        try (TcpClient client = connectTo(Behaviour.source(5_000_000, 11))) {
            Received received = client.readSeeded(Long.MAX_VALUE, 11, SOON);
            assertEquals(5_000_000, received.count());
            assertEquals(End.FIN, received.end());
        }
        assertEquals(5_000_000, seen().bytesOut());
    }

    @Test
    void silentDoesNothing() throws IOException {
        try (TcpClient client = connectTo(Behaviour.silent())) {
            client.send("hello?");
            assertEquals(End.TIMEOUT, client.readUntilEnd(BRIEFLY).end());
        }
        assertEquals(0, seen().bytesIn());
        assertEquals(1, server.open());
        server.stop();
        assertEquals(0, server.open());
        assertEquals(End.FIN, seen().end());
    }

    @Test
    void resetOnAccept() throws IOException {
        try (TcpClient client = connectTo(Behaviour.resetOnAccept())) {
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
        }
        seen().awaitClosed(SOON);
    }

    @Test
    void resetAfterReceiving() throws IOException {
        try (TcpClient client = connectTo(Behaviour.resetAfterReceiving(10))) {
            client.send("12345");
            assertEquals(End.TIMEOUT, client.readUntilEnd(BRIEFLY).end());
            client.send("67890");
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
        }
        assertEquals("1234567890", seen().receivedText());
        assertEquals(End.NONE, seen().end());
    }

    @Test
    void resetAfterReceivingNeedsItsBytes() throws IOException {
        try (TcpClient client = connectTo(Behaviour.resetAfterReceiving(10))) {
            client.send("12345");
            client.shutdownOutput();
            assertEquals(End.FIN, client.readUntilEnd(SOON).end());
        }
    }

    @Test
    void resetAfterSendingLeavesACorrectPrefix() throws IOException {
        try (TcpClient client = connectTo(Behaviour.resetAfterSending(1_000_000, 13))) {
            Received received = client.readSeeded(Long.MAX_VALUE, 13, SOON);
            assertEquals(End.RESET, received.end());
            assertTrue(received.count() <= 1_000_000, received.toString());
        }
        seen().awaitClosed(SOON);
        assertEquals(1_000_000, seen().bytesOut());
    }

    @Test
    void resetMidAnswer() throws IOException {
        try (TcpClient client = connectTo(Behaviour.resetMidAnswer("HTTP/1.1 200 OK\r\nContent-Le"))) {
            assertEquals(End.TIMEOUT, client.readUntilEnd(BRIEFLY).end());
            client.send("G");
            Received received = client.readUntilEnd(SOON);
            assertEquals(End.RESET, received.end());
            assertTrue("HTTP/1.1 200 OK\r\nContent-Le".startsWith(received.text()), received.text());
        }
    }

    @Test
    void halfCloseFirstStillReads() throws IOException {
        try (TcpClient client = connectTo(Behaviour.halfCloseFirst())) {
            assertEquals(End.FIN, client.readUntilEnd(SOON).end());
            client.send("still here");
            seen().awaitBytesIn(10, SOON);
            assertTrue(seen().isOpen());
        }
        assertEquals(End.FIN, seen().awaitEnd(SOON));
        assertEquals("still here", seen().receivedText());
    }

    @Test
    void answerAfterFin() throws IOException {
        try (TcpClient client = connectTo(Behaviour.answerAfterFin("got it"))) {
            client.sendSeeded(100_000, 1);
            assertEquals(End.TIMEOUT, client.readUntilEnd(BRIEFLY).end());
            client.shutdownOutput();
            Received received = client.readUntilEnd(SOON);
            assertEquals("got it", received.text());
            assertEquals(End.FIN, received.end());
        }
        assertEquals(100_000, seen().bytesIn());
    }

    private TcpClient connectTo(Behaviour behaviour) throws IOException {
        server.become(behaviour);
        return TcpClient.connect(server.address());
    }

    private ConnectionRecord seen() {
        return server.awaitConnections(1, SOON).get(0);
    }
}
