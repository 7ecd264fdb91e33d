package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.http.HttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A thousand clients that send a byte of their head now and then, and heads without an end: the balancer, alone in its
 * process with a fixed heap, sheds them, hardly grows, and a good client hardly notices.
 */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
@Tag("load")
class HttpSlowHeadsTest {

    private static final int CLIENTS = 1000;
    private static final int STREAMS = 8;
    private static final long MAY_GROW = 32L << 20;
    private static final int MAY_SLOW_DOWN = 3;
    /** What the neighbours of a busy machine can do to anybody. */
    private static final long NOISE_NANOS = 5_000_000;

    @TempDir
    Path folder;

    /** The default transport, for every build. */
    @ParameterizedTest
    @EnumSource(names = "AUTO")
    void areShed(Transport transport) throws Exception {
        shed(transport, Duration.ofSeconds(3), 64L << 20, NOISE_NANOS);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void areShedForLong(Transport transport) throws Exception {
        shed(transport, Duration.ofSeconds(10), 1L << 30, 0);
    }

    private void shed(Transport transport, Duration head, long stream, long noise) throws Exception {
        ExecutorService attacker = Executors.newSingleThreadExecutor();
        try (Children children = new Children(folder);
                HttpServer server = HttpServer.start(request -> BoundedChild.answer(request.target()))) {
            BoundedChild balancer = BoundedChild.start(children, transport, server, head);
            balancer.warmUp();
            try (GoodClient good = new GoodClient(balancer.address)) {
                good.p99(Duration.ofSeconds(2));
                long alone = good.p99(Duration.ofSeconds(2));

                SlowHeads slow = new SlowHeads(balancer.address);
                CompletableFuture<Void> slowly =
                        CompletableFuture.runAsync(() -> sendSlowly(slow, head.plusSeconds(3)), attacker);
                long among = good.p99(head.minusMillis(500));
                long grown = balancer.grownBytes();
                slowly.get();
                assertEquals(
                        Collections.nCopies(CLIENTS, "HTTP/1.1 408 Request Timeout"), slow.answers, "all are told");
                report(transport + ": slow heads", balancer, grown, alone, among, noise);

                SlowHeads endless = new SlowHeads(balancer.address);
                CompletableFuture<Void> streams = CompletableFuture.runAsync(() -> stream(endless, stream), attacker);
                long[] most = {0};
                long worst = good.p99(Duration.ofSeconds(1));
                most[0] = balancer.grownBytes();
                while (!streams.isDone()) {
                    worst = Math.min(worst, good.p99(Duration.ofSeconds(1)));
                    most[0] = Math.max(most[0], balancer.grownBytes());
                }
                streams.get();
                TreeSet<String> told = new TreeSet<>(endless.answers);
                told.remove(""); // a reset may overtake the answer
                assertEquals("[HTTP/1.1 431 Request Header Fields Too Large]", told.toString());
                System.out.printf(
                        "%s: %d endless heads for %d MiB%n", transport, endless.answers.size(), endless.sent >> 20);
                report(transport + ": endless heads", balancer, most[0], alone, worst, noise);
            }
        } finally {
            attacker.shutdownNow();
        }
    }

    private static void report(String what, BoundedChild balancer, long grown, long alone, long among, long noise) {
        System.out.printf(
                "%s: resident %+d KiB, direct %+d KiB, p99 of a good client %d us, without them %d us%n",
                what, grown >> 10, balancer.grownDirectBytes() >> 10, among / 1000, alone / 1000);
        assertTrue(grown < MAY_GROW, () -> what + ": grown by " + (grown >> 20) + " MiB");
        assertTrue(
                among <= MAY_SLOW_DOWN * alone + noise,
                () -> what + ": p99 of a good client " + among + " ns, without them " + alone + " ns");
    }

    private static void sendSlowly(SlowHeads slow, Duration atMost) {
        byte[] one = {'a'};
        try (slow) {
            slow.connect(CLIENTS);
            long end = System.nanoTime() + atMost.toNanos();
            while (slow.open() > 0 && System.nanoTime() - end < 0) {
                slow.send(one);
                Thread.sleep(250);
            }
            assertEquals(0, slow.open(), "still there after " + atMost);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void stream(SlowHeads endless, long bytes) {
        byte[] much = new byte[65536];
        Arrays.fill(much, (byte) 'a');
        try (endless) {
            while (endless.sent < bytes) {
                endless.connect(STREAMS - endless.open());
                endless.send(much);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
