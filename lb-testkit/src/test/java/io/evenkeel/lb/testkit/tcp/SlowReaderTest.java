package io.evenkeel.lb.testkit.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.SeededBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SlowReaderTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final ReadPermits permits = ReadPermits.none();

    @Test
    void readsWhatIsAllowedAndNoMore() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.slowReader(permits));
                TcpClient client = TcpClient.connect(server.address())) {
            client.sendSeeded(50_000, 1);
            ConnectionRecord seen = server.awaitConnections(1, SOON).get(0);
            assertEquals(0, seen.bytesIn());

            permits.allow(10);
            seen.awaitBytesIn(10, SOON);
            permits.allow(20_000);
            seen.awaitBytesIn(20_010, SOON);
            assertThrows(AssertionError.class, () -> seen.awaitBytesIn(20_011, Duration.ofMillis(10)));

            permits.allowAll();
            client.shutdownOutput();
            assertEquals(End.FIN, client.readUntilEnd(SOON).end());
            assertEquals(SeededBytes.of(1).digest(50_000), seen.digestIn());
        }
    }

    @Test
    void holdsTheSenderBack() throws Exception {
        int bytes = 32 * 1024 * 1024;
        try (TcpServer server = TcpServer.start(Behaviour.slowReader(permits));
                TcpClient client = TcpClient.connect(server.address())) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    client.sendSeeded(bytes, 2);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            permits.allow(1_000_000);
            ConnectionRecord seen = server.awaitConnections(1, SOON).get(0);
            seen.awaitBytesIn(1_000_000, SOON);
            assertTrue(!sent.isDone(), "32 MiB went into buffers");

            permits.allowAll();
            assertEquals(End.FIN, seen.awaitEnd(SOON));
            sent.join();
            assertEquals(SeededBytes.of(2).digest(bytes), seen.digestIn());
        }
    }

    @Test
    void isNotInTheWayOfAStop() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.slowReader(permits))) {
            TcpClient client = TcpClient.connect(server.address());
            client.send("unread");
            server.awaitConnections(1, SOON);
            client.close();

            server.stop(SOON);

            assertEquals(End.FIN, server.connections().get(0).end());
        }
    }

    @Test
    void permitsAddUpWithoutOverflow() throws InterruptedException {
        permits.allowAll();
        permits.allow(5);
        permits.allowAll();
        assertEquals(100, permits.take(100));
        assertThrows(IllegalArgumentException.class, () -> permits.allow(-1));
    }
}
