package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.SeenRequest;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies at the edges: none, about the size of a read, and in chunks of a single byte. */
@ExtendWith(LeakExtension.class)
@Tag("load")
class HttpBodySizesTest {

    private static final int READ = 16384;
    private static final List<Integer> SIZES =
            List.of(0, 1, 2048, 4095, 4096, 4097, READ - 1, READ, READ + 1, 4 * READ);
    private static final int SINGLE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Answer answer(SeenRequest request) {
        String[] parts = request.target().split("/", -1);
        Answer answer = Answer.of(200).seededBody(Integer.parseInt(parts[1]), 9);
        return parts[2].equals("0") ? answer : answer.chunked(Integer.parseInt(parts[2]));
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void allSizesInBothFramesOnOneConnection(Transport transport) throws IOException {
        try (HttpServer server = HttpServer.start(HttpBodySizesTest::answer);
                LoadBalancer balancer = HttpBalancers.start(transport, HttpBalancers.unchecked(server));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            for (int up : SIZES) {
                for (int down : SIZES) {
                    client.request("POST", "/" + down + "/0", "Content-Length: " + up);
                    client.tcp().sendSeeded(up, 4);
                    check(server, client.read("POST"), up, down);

                    client.request("POST", "/" + down + "/" + READ, "Transfer-Encoding: chunked");
                    client.sendChunks(up, 4, READ);
                    client.send("0\r\n\r\n");
                    check(server, client.read("POST"), up, down);
                }
            }
        }
    }

    private static void check(HttpServer server, ReceivedResponse answer, int up, int down) {
        SeenRequest seen = server.lastRequest();
        assertEquals(up, seen.bodyBytes());
        assertEquals(SeededBytes.of(4).digest(up), seen.bodyDigest());
        assertEquals(200, answer.status());
        assertEquals(down, answer.bodyBytes());
        assertEquals(SeededBytes.of(9).digest(down), answer.bodyDigest());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void chunksOfOneByteCostLittle(Transport transport) throws Exception {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE); // else all time goes to traces of the stack
        try {
            chunksOfOneByte(transport);
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
    }

    private static void chunksOfOneByte(Transport transport) throws Exception {
        StringBuilder chunks = new StringBuilder(6 * SINGLE_BYTES);
        for (byte each : SeededBytes.of(4).slice(0, SINGLE_BYTES)) {
            chunks.append("1\r\n").append((char) (each & 0xff)).append("\r\n");
        }
        chunks.append("0\r\n\r\n");
        try (HttpServer server = HttpServer.start(HttpBodySizesTest::answer);
                LoadBalancer balancer = HttpBalancers.start(transport, HttpBalancers.unchecked(server));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            long before = loopNanos();
            client.get("/0/0"); // what is sent on a connection that was in use is held until it is clear that it lives
            client.request("POST", "/0/0", "Transfer-Encoding: chunked");
            client.send(chunks.toString());
            check(server, client.read("POST", PATIENCE), SINGLE_BYTES, 0);
            long up = loopNanos();
            client.request("GET", "/" + SINGLE_BYTES + "/1");
            check(server, client.read("GET", PATIENCE), 0, SINGLE_BYTES);
            long down = loopNanos();
            System.out.printf(
                    "%s: %d chunks of a byte, processor time up %d ms, down %d ms%n",
                    transport, SINGLE_BYTES, (up - before) / 1_000_000, (down - up) / 1_000_000);
            assertTrue(down - before < 10_000_000_000L, () -> "processor time: " + (down - before) + " ns");
        }
    }

    private static long loopNanos() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo each : threads.dumpAllThreads(false, false)) {
            if (each.getThreadName().startsWith("evenkeel-io")) {
                sum += threads.getThreadCpuTime(each.getThreadId());
            }
        }
        return sum;
    }
}
