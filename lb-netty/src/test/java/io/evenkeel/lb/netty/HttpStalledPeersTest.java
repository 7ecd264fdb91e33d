package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.SeenRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hundred clients that do not read a large answer, and a hundred uploads to a server that does not read: the balancer,
 * alone in its process with a fixed heap, hardly grows, burns no processor, and goes on serving others.
 */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
@Tag("load")
class HttpStalledPeersTest {

    private static final int CLIENTS = 100;
    private static final long LARGE = 32L << 20;
    private static final int CHUNK = 5000;
    private static final long MAY_GROW = 64L << 20;
    private static final int CLIENT_BUFFER = 65536;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final CountDownLatch stuck = new CountDownLatch(1);
    private final List<HttpPeer> readers = new ArrayList<>();
    private final List<SocketChannel> writers = new ArrayList<>();
    private long written;

    /** The default transport, for every build. */
    @ParameterizedTest
    @EnumSource(names = "AUTO")
    void theyCostLittle(Transport transport) throws Exception {
        stall(transport, 2);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theyCostLittleForLong(Transport transport) throws Exception {
        stall(transport, 10);
    }

    private Answer answer(SeenRequest request) throws InterruptedException {
        switch (request.target()) {
            case "/counted":
                return Answer.of(200).seededBody(LARGE, 3);
            case "/chunked":
                return Answer.of(200).seededBody(LARGE, 3).chunked(CHUNK);
            case "/unread":
                stuck.await();
                return Answer.of(200).closing();
            default:
                return BoundedChild.answer(request.target());
        }
    }

    private void stall(Transport transport, int seconds) throws Exception {
        try (Children children = new Children(folder);
                HttpServer server = HttpServer.start(this::answer)) {
            BoundedChild balancer = BoundedChild.start(children, transport, server, Duration.ofSeconds(10));
            balancer.warmUp();
            try (GoodClient good = new GoodClient(balancer.address)) {
                for (int i = 0; i < CLIENTS; i++) {
                    HttpPeer reader = HttpPeer.connect(balancer.address, CLIENT_BUFFER);
                    readers.add(reader);
                    reader.request("GET", i % 2 == 0 ? "/counted" : "/chunked");
                }
                awaitStall(() -> server.tcp().bytesOut());
                check(transport + ": stalled readers", balancer, good, seconds);
                for (int i = 0; i < 2; i++) { // nobody has lost a byte
                    ReceivedResponse answer = readers.get(i).read("GET", PATIENCE);
                    assertEquals(LARGE, answer.bodyBytes(), answer::toString);
                }
                readers.forEach(HttpPeer::close);

                for (int i = 0; i < CLIENTS; i++) {
                    writers.add(upload(balancer.address));
                }
                awaitStall(this::writeOn);
                check(transport + ": stalled uploads", balancer, good, seconds);
            }
        } finally {
            readers.forEach(HttpPeer::close);
            for (SocketChannel each : writers) {
                each.close();
            }
            stuck.countDown();
        }
    }

    private static void check(String what, BoundedChild balancer, GoodClient good, int seconds) throws Exception {
        long used = ProcessUse.idleTicks(balancer.child, seconds);
        long grown = balancer.grownBytes();
        long direct = balancer.grownDirectBytes();
        long begun = System.nanoTime();
        for (int i = 0; i < 500; i++) {
            good.exchange();
        }
        long took = System.nanoTime() - begun;
        System.out.printf(
                "%d %s: resident %+d KiB, direct %+d KiB, %d ms of processor time in %d s, then 500 requests in %d ms%n",
                CLIENTS,
                what,
                grown >> 10,
                direct >> 10,
                used * 1000 / ProcessUse.TICKS_PER_SECOND,
                seconds,
                took / 1_000_000);
        assertTrue(grown < MAY_GROW, () -> what + ": grown by " + (grown >> 20) + " MiB");
        assertTrue(direct < MAY_GROW, () -> what + ": direct memory grown by " + (direct >> 20) + " MiB");
        assertTrue(used <= ProcessUse.allowedTicks(seconds), () -> what + ": " + used + " ticks in " + seconds + " s");
        assertTrue(took < 5_000_000_000L, () -> what + ": 500 requests took " + took + " ns");
    }

    private static SocketChannel upload(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        String head = "POST /unread HTTP/1.1\r\nHost: test\r\nContent-Length: " + LARGE + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
        channel.configureBlocking(false);
        return channel;
    }

    /** What went into all sockets so far. */
    private long writeOn() {
        ByteBuffer zeros = ByteBuffer.allocate(65536);
        try {
            for (SocketChannel each : writers) {
                zeros.clear();
                written += each.write(zeros);
            }
        } catch (IOException e) {
            throw new AssertionError("an upload was cut", e);
        }
        return written;
    }

    private static void awaitStall(LongSupplier moved) {
        long[] last = {-1, System.nanoTime()};
        Eventually.await("a stall", PATIENCE, () -> {
            long now = moved.getAsLong();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > Duration.ofMillis(500).toNanos();
        });
    }
}
