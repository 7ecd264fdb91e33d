package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that stop reading hold little memory, and nobody loses a byte by it. */
@ExtendWith(LeakExtension.class)
class ByteBudgetTest {

    private static final long MIB = 1L << 20;
    private static final long ANSWER = 8 * MIB;
    private static final int CLIENTS = 80;
    /** Each holds 16 KiB at most, and on epoll only what its socket has refused of them. */
    private static final int MANY_CLIENTS = 160;

    private static final int LOOKS = 101;
    /** To fill half a gigabyte of the sockets' buffers, beside whatever else fills them. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static LoadBalancer start(
            Transport transport, TcpServer server, AdaptiveByteBufAllocator allocator, Duration patience) {
        return NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .byteBudget(MIB)
                .stallPatience(patience)
                .allocator(allocator)
                .service(unchecked(server).build())
                .start();
    }

    private static List<TcpClient> connectAndStall(LoadBalancer balancer, TcpServer server, int count)
            throws IOException {
        List<TcpClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(TcpClient.connect(address(balancer), null, 65536));
        }
        server.awaitConnections(count, SOON);
        long begun = System.nanoTime();
        long[] last = {-1};
        int[] still = {0};
        Eventually.awaitEqual("looks in a row at a server that sends nothing more", LOOKS, PATIENCE, () -> {
            long sent = server.bytesOut();
            still[0] = sent == last[0] ? still[0] + 1 : 0;
            last[0] = sent;
            return still[0];
        });
        System.out.printf("a stall after %d ms: %d KiB%n", (System.nanoTime() - begun) / 1_000_000, last[0] >> 10);
        return clients;
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aSpentBudgetPausesReadingAndLosesNothing(Transport transport) throws Exception {
        AdaptiveByteBufAllocator allocator = new AdaptiveByteBufAllocator();
        ExecutorService readers = Executors.newFixedThreadPool(CLIENTS);
        try (TcpServer server = TcpServer.start(Behaviour.source(ANSWER, 1));
                LoadBalancer balancer = start(transport, server, allocator, Duration.ofMinutes(5))) {
            List<TcpClient> clients = connectAndStall(balancer, server, CLIENTS);
            long used = allocator.usedDirectMemory()
                    + UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            assertTrue(used < 16 * MIB, () -> "direct memory in use: " + used);
            List<Future<Long>> read = new ArrayList<>();
            for (TcpClient client : clients) {
                read.add(readers.submit(() ->
                        client.readSeeded(ANSWER, 1, Duration.ofMinutes(1)).count()));
            }
            for (Future<Long> each : read) {
                assertEquals(ANSWER, each.get());
            }
            clients.forEach(TcpClient::close);
        } finally {
            readers.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void clientsThatHoldTheBudgetForLongMakeRoom(Transport transport) throws Exception {
        AdaptiveByteBufAllocator allocator = new AdaptiveByteBufAllocator();
        try (TcpServer server = TcpServer.start(Behaviour.source(ANSWER, 1));
                LoadBalancer balancer = start(transport, server, allocator, Duration.ofMillis(300))) {
            List<TcpClient> stalled = connectAndStall(balancer, server, MANY_CLIENTS);
            try (TcpClient active = Balancers.connect(balancer)) {
                assertEquals(ANSWER, active.readSeeded(ANSWER, 1, SOON).count());
            }
            Eventually.await(
                    "somebody is reset",
                    SOON,
                    () -> server.connections().stream().anyMatch(each -> each.end() == End.RESET));
            assertTrue(server.open() > 0, "not everybody is reset");
            stalled.forEach(TcpClient::close);
        }
    }
}
