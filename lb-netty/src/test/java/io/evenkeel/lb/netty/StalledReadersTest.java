package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hundred clients ask for a large file and stop reading: the balancer, alone in its process with a fixed heap, hardly
 * grows, burns no processor, and goes on serving others.
 */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
@Tag("load")
class StalledReadersTest {

    private static final int CLIENTS = 100;
    private static final long FILE = 100L << 20;
    private static final long SEED = 7;
    private static final long MAY_GROW = 64L << 20;
    private static final int CLIENT_BUFFER = 65536;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** The default transport, for every build. */
    @ParameterizedTest
    @EnumSource(names = "AUTO")
    void theyCostNothing(Transport transport) throws Exception {
        stall(transport, 3);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theyCostNothingForLong(Transport transport) throws Exception {
        stall(transport, 10);
    }

    private void stall(Transport transport, int seconds) throws Exception {
        List<TcpClient> stalled = new ArrayList<>();
        try (Children children = new Children(folder);
                TcpServer server = TcpServer.start(Behaviour.source(FILE, SEED))) {
            Child balancer = startBalancer(children, transport, server);
            InetSocketAddress address = ChildJvm.address(balancer);
            warmUp(address);
            server.awaitOpen(0, PATIENCE);
            long before = ProcessUse.residentBytes(balancer);
            for (int i = 0; i < CLIENTS; i++) {
                stalled.add(TcpClient.connect(address, null, CLIENT_BUFFER));
            }
            awaitStall(server);

            long used = ProcessUse.idleTicks(balancer, seconds);
            long grown = ProcessUse.residentBytes(balancer) - before;
            System.out.printf(
                    "%d stalled readers on %s: grown by %d KiB, %d ms of processor time in %d s%n",
                    CLIENTS, transport, grown >> 10, used * 1000 / ProcessUse.TICKS_PER_SECOND, seconds);
            assertTrue(grown < MAY_GROW, () -> "grown by " + (grown >> 20) + " MiB");
            assertTrue(
                    used <= ProcessUse.allowedTicks(seconds),
                    () -> used + " ticks of processor time in " + seconds + " s");

            assertEquals(1 << 20, read(address, 1 << 20)); // somebody else is served meanwhile
            TcpClient first = stalled.get(0); // and nobody has lost a byte
            assertEquals(FILE, first.readSeeded(FILE, SEED, PATIENCE).count());
        } finally {
            stalled.forEach(TcpClient::close);
        }
    }

    /** Compiles what will run, and lets the pools have what they want. */
    private static void warmUp(InetSocketAddress address) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> reads = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                reads.add(clients.submit(() -> read(address, 8 << 20)));
            }
            for (Future<Long> each : reads) {
                assertEquals(8 << 20, each.get());
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static long read(InetSocketAddress address, long bytes) throws IOException {
        try (TcpClient client = TcpClient.connect(address)) {
            return client.readSeeded(bytes, SEED, PATIENCE).count();
        }
    }

    private static void awaitStall(TcpServer server) {
        server.awaitOpen(CLIENTS, PATIENCE);
        long[] last = {0, System.nanoTime()};
        Eventually.await("a stall", PATIENCE, () -> {
            long sent = server.bytesOut();
            if (sent != last[0]) {
                last[0] = sent;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > Duration.ofMillis(500).toNanos();
        });
    }

    // ---- the balancer's process ----

    private static Child startBalancer(Children children, Transport transport, TcpServer server)
            throws IOException, URISyntaxException {
        List<String> options =
                List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        return children.start(ChildJvm.command(
                options,
                StalledBalancer.class,
                transport.name(),
                "" + server.address().getPort()));
    }
}
