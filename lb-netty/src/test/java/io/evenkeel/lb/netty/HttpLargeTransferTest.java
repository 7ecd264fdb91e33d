package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.SeenRequest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large bodies up and down on one connection, with a length and in chunks, every byte checked. */
@ExtendWith(LeakExtension.class)
class HttpLargeTransferTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final int CHUNK = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void up(Transport transport) throws IOException {
        up(transport, 16 * MIB);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void oneGibibyteUp(Transport transport) throws IOException {
        up(transport, GIB);
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void down(Transport transport) throws IOException {
        down(transport, 16 * MIB);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void oneGibibyteDown(Transport transport) throws IOException {
        down(transport, GIB);
    }

    private static void up(Transport transport, long bytes) throws IOException {
        try (HttpServer server = HttpServer.start(request -> Answer.of(200));
                LoadBalancer balancer = HttpBalancers.start(transport, HttpBalancers.unchecked(server));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            client.request("POST", "/", "Content-Length: " + bytes);
            client.tcp().sendSeeded(bytes, 5);
            arrived(server, client, bytes, 5);

            client.request("POST", "/", "Transfer-Encoding: chunked");
            client.sendChunks(bytes, 6, CHUNK);
            client.send("0\r\n\r\n");
            arrived(server, client, bytes, 6);
        }
    }

    private static void arrived(HttpServer server, HttpPeer client, long bytes, long seed) throws IOException {
        assertEquals(200, client.read("POST", PATIENCE).status());
        SeenRequest seen = server.lastRequest();
        assertEquals(bytes, seen.bodyBytes());
        assertEquals(SeededBytes.of(seed).digest(bytes), seen.bodyDigest());
    }

    private static void down(Transport transport, long bytes) throws IOException {
        Answer counted = Answer.of(200).seededBody(bytes, 7);
        Answer chunked = Answer.of(200).seededBody(bytes, 8).chunked(CHUNK);
        try (HttpServer server = HttpServer.start(request -> request.target().equals("/counted") ? counted : chunked);
                LoadBalancer balancer = HttpBalancers.start(transport, HttpBalancers.unchecked(server));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            arrives(client, "/counted", "length", bytes, 7);
            arrives(client, "/chunked", "chunked", bytes, 8);
        }
    }

    private static void arrives(HttpPeer client, String target, String frame, long bytes, long seed)
            throws IOException {
        client.request("GET", target);
        ReceivedResponse answer = client.read("GET", PATIENCE);
        assertEquals(frame, answer.frame());
        assertEquals(bytes, answer.bodyBytes());
        assertEquals(SeededBytes.of(seed).digest(bytes), answer.bodyDigest());
    }
}
