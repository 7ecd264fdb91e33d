package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.tcp.End;
import io.netty.buffer.AdaptiveByteBufAllocator;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many requests at once on one connection: all are answered, in order, and those of a client that does not read wait. */
@ExtendWith(LeakExtension.class)
@Tag("load")
class HttpPipeliningTest {

    private static final int REQUESTS = 10_000;
    private static final int BUFFER = 65536;
    private static final long MIB = 1L << 20;

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void tenThousandInOneWriteAreAnsweredInOrder(Transport transport) throws Exception {
        try (HttpServer server = HttpServer.start(request -> Answer.ok(request.target()));
                LoadBalancer balancer = HttpBalancers.start(transport, HttpBalancers.unchecked(server));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < REQUESTS; i++) {
                all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
            }
            Thread writer = new Thread(() -> send(client, all.toString()), "testkit-pipeline");
            writer.start();
            for (int i = 0; i < REQUESTS; i++) {
                assertEquals("/" + i, client.read("GET").bodyText());
            }
            writer.join();
            assertEquals(1, server.tcp().connections().size());
        }
    }

    private static void send(HttpPeer client, String all) {
        try {
            client.send(all);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers of ours cost the client nothing but a line, and would fill the memory. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientThatDoesNotReadGetsNoMoreAnswersOfOurs(Transport transport) throws Exception {
        try (HttpServer server = HttpServer.start(request -> Answer.ok("unused"))) {
            assertMemoryIsBounded(transport, ours(server));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientThatDoesNotReadGetsNoMoreAnswersOfServers(Transport transport) throws Exception {
        try (HttpServer server = HttpServer.start(request -> Answer.of(204).header("X", "x".repeat(8000)))) {
            assertMemoryIsBounded(transport, HttpBalancers.unchecked(server));
        }
    }

    private static void assertMemoryIsBounded(Transport transport, HttpService.Builder service) throws Exception {
        AdaptiveByteBufAllocator allocator = new AdaptiveByteBufAllocator();
        try (LoadBalancer balancer = NettyLoadBalancer.builder()
                        .transport(transport)
                        .threads(1)
                        .allocator(allocator)
                        .service(service.build())
                        .start();
                SocketChannel client = SocketChannel.open()) {
            long[] most = {0};
            client.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            client.connect(Balancers.address(balancer));
            client.configureBlocking(false);
            byte[] requests =
                    "GET /small HTTP/1.1\r\nHost: test\r\n\r\n".repeat(1000).getBytes(StandardCharsets.ISO_8859_1);
            ByteBuffer source = ByteBuffer.wrap(requests);
            long[] progress = {System.nanoTime()};
            Eventually.await("a stall", Balancers.SOON.multipliedBy(3), () -> {
                if (write(client, source) > 0) {
                    progress[0] = System.nanoTime();
                }
                most[0] = Math.max(most[0], allocator.usedDirectMemory());
                return System.nanoTime() - progress[0] > 1_000_000_000L;
            });
            assertTrue(most[0] < 8 * MIB, () -> "direct memory in use: " + most[0]);
        }
    }

    private static int write(SocketChannel client, ByteBuffer source) {
        try {
            if (!source.hasRemaining()) {
                source.rewind();
            }
            return client.write(source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What was written and has not yet left belongs to the client, though it has said FIN. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aSlowClientThatHasSaidFinGetsAllAnswers(Transport transport) throws Exception {
        int requests = 400;
        try (HttpServer server = HttpServer.start(request -> Answer.ok("unused"));
                LoadBalancer balancer = HttpBalancers.start(transport, ours(server));
                HttpPeer client = HttpPeer.connect(Balancers.address(balancer), BUFFER)) {
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n".repeat(requests));
            client.shutdownOutput();
            for (int i = 0; i < requests; i++) {
                ReceivedResponse answer = client.read("GET");
                assertTrue(answer.isComplete(), i + ": " + answer);
            }
            assertEquals(End.FIN, client.awaitEnd(Balancers.SOON));
        }
    }

    private static HttpService.Builder ours(HttpServer server) {
        return HttpBalancers.unchecked(server)
                .route(Route.when(Match.pathUnder("/"))
                        .answer(FixedAnswer.of(200).text("x".repeat(50_000))));
    }
}
