package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.greeting;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A start is all or nothing, and a close leaves nothing; the extension looks for threads, sockets and buffers. */
@ExtendWith(LeakExtension.class)
class StartStopTest {

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void anAddressInUseStopsTheStartAndLeavesNothing(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            VirtualService second = VirtualService.tcp("second")
                    .listen("127.0.0.1", taken.getLocalPort())
                    .server(Balancers.server(server))
                    .build();
            UncheckedIOException refused = assertThrows(
                    UncheckedIOException.class,
                    () -> NettyLoadBalancer.builder()
                            .transport(transport)
                            .service(unchecked(server).build())
                            .service(second)
                            .start());
            assertTrue(refused.getMessage().startsWith("listen of second: 127.0.0.1:" + taken.getLocalPort()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aCloseResetsLiveConnectionsAndGivesEveryBufferBack(Transport transport) throws IOException {
        AdaptiveByteBufAllocator allocator = new AdaptiveByteBufAllocator();
        try (TcpServer server = TcpServer.start(Behaviour.source(64L << 20, 1))) {
            LoadBalancer balancer = NettyLoadBalancer.builder()
                    .transport(transport)
                    .allocator(allocator)
                    .service(unchecked(server).build())
                    .start();
            try (TcpClient stalled = connect(balancer)) {
                stalled.readFully(1 << 20, SOON); // the rest is on its way when the balancer closes
                balancer.close();
                assertEquals(End.RESET, stalled.readUntilEnd(SOON).end());
            }
            assertEquals(End.RESET, server.connections().get(0).awaitEnd(SOON));
            balancer.close(); // again: nothing happens
        }
        assertEquals(0, allocator.usedDirectMemory());
        assertEquals(0, allocator.usedHeapMemory());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aGracefulCloseLetsConnectionsFinishAndRefusesNewOnes(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            client.send("a");
            assertEquals("a", client.readFully(1, SOON).text());
            var address = Balancers.address(balancer);
            CompletionStage<Void> closed = balancer.closeAsync(Duration.ofMinutes(1));
            Eventually.await("refusal", SOON, () -> {
                try {
                    TcpClient.connect(address).close();
                    return false;
                } catch (IOException refused) {
                    return true;
                }
            });
            client.send("b");
            assertEquals("b", client.readFully(1, SOON).text());
            assertFalse(closed.toCompletableFuture().isDone());
            client.shutdownOutput();
            assertEquals(End.FIN, client.readUntilEnd(SOON).end());
            balancer.await(closed);
        }
    }

    @Test
    void twoBalancersLiveSideBySide() throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer first = start(Transport.EPOLL, unchecked(one));
                LoadBalancer second = start(Transport.NIO, unchecked(two))) {
            assertEquals("one", greeting(first));
            assertEquals("two", greeting(second));
            first.close();
            assertEquals("two", greeting(second));
        }
    }

    @Test
    void theHostsEventLoopsAndExecutorAreUsedAndLeftRunning() throws Exception {
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(3);
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hosted"))) {
            try (LoadBalancer balancer = NettyLoadBalancer.builder()
                    .eventLoopGroup(group)
                    .controlExecutor(executor)
                    .service(unchecked(server).build())
                    .start()) {
                assertEquals("hosted", greeting(balancer));
                assertTrue(Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("evenkeel")));
            }
            assertFalse(group.isShuttingDown());
            assertFalse(executor.isShutdown());
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
            executor.shutdownNow();
            assertTrue(executor.awaitTermination(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void waitingOnTheControlThreadIsRefused() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("x"));
                LoadBalancer balancer = start(Transport.NIO, unchecked(server))) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            CompletionStage<Void> done = balancer.service("t")
                    .servers()
                    .get(0)
                    .weight(5)
                    .thenRun(() -> {
                        try {
                            balancer.close();
                        } catch (IllegalStateException e) {
                            thrown.set(e);
                        }
                    });
            balancer.await(done);
            // The stage may have been complete before the dependant came: then it ran here, and could close.
            Throwable refusal = thrown.get();
            assertTrue(refusal == null || refusal.getMessage().contains("-control"), () -> String.valueOf(refusal));
        }
    }

    @Test
    void commandsAfterTheCloseFail() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("x"))) {
            LoadBalancer balancer = start(Transport.NIO, unchecked(server));
            balancer.close();
            assertThrows(
                    IllegalStateException.class,
                    () -> balancer.await(balancer.add(unchecked(server).build())));
            assertEquals(0, balancer.snapshot().services().size());
        }
    }
}
