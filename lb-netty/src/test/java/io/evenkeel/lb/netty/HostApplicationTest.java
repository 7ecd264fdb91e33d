package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.greeting;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.LeakGate;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Balancers on the event loops, executor and allocator of a host application, which gets all of them back unharmed. */
@ExtendWith(LeakExtension.class)
class HostApplicationTest {

    private static final long LARGE = 24L << 20;

    /** What the host owns, under thread names of its own. */
    private static final class Host implements AutoCloseable {
        final IoEventLoopGroup group;
        final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(2);
        final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
        final LeakGate gate;

        Host(Transport transport) {
            IoHandlerFactory handlers = switch (transport) {
                case NIO -> NioIoHandler.newFactory();
                case EPOLL -> EpollIoHandler.newFactory();
                case IO_URING -> IoUringIoHandler.newFactory();
                default -> throw new IllegalArgumentException(transport.name());
            };
            group = new MultiThreadIoEventLoopGroup(2, new DefaultThreadFactory("host", true), handlers);
            gate = LeakGate.watch("evenkeel");
        }

        LoadBalancer start(TcpServer server) {
            return NettyLoadBalancer.builder()
                    .eventLoopGroup(group)
                    .controlExecutor(executor)
                    .allocator(allocator)
                    .service(unchecked(server).build())
                    .start();
        }

        /** Nothing of a balancer's is left, and all of it still works. */
        void assertUnharmed() throws Exception {
            gate.assertClean(SOON);
            Eventually.awaitEqual(
                    "direct memory", 0L, SOON, () -> allocator.metric().usedDirectMemory());
            Eventually.awaitEqual(
                    "heap memory", 0L, SOON, () -> allocator.metric().usedHeapMemory());
            Eventually.await(
                    "no task waits",
                    SOON,
                    () -> executor.getQueue().stream().allMatch(task -> ((Future<?>) task).isCancelled()));
            for (EventExecutor each : group) {
                assertEquals("works", each.submit(() -> "works").get());
                assertEquals(0, ((SingleThreadIoEventLoop) each).pendingTasks());
            }
            assertEquals("works", executor.submit(() -> "works").get());
        }

        @Override
        public void close() throws InterruptedException {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
            executor.shutdownNow();
            assertTrue(executor.awaitTermination(5, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aCloseUnderTrafficLeavesTheHostWhatItHad(Transport transport) throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.source(LARGE, 1));
                Host host = new Host(transport)) {
            LoadBalancer balancer = host.start(server);
            try (TcpClient stalled = TcpClient.connect(address(balancer), null, 65536);
                    TcpClient idle = connect(balancer)) {
                stalled.readFully(1 << 20, SOON);
                server.awaitConnections(2, SOON);
                balancer.close();
                assertEquals(End.RESET, stalled.readUntilEnd(SOON).end());
                assertEquals(End.RESET, idle.readUntilEnd(SOON).end());
            }
            host.assertUnharmed();
        }
    }

    /** As frameworks do. An io_uring loop that ends so may leave the listening socket open, which is Netty's own doing. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void aHostThatEndsItsLoopsFirstCanStillCloseTheBalancer(Transport transport) throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                Host host = new Host(transport)) {
            LoadBalancer balancer = host.start(server);
            try (TcpClient client = connect(balancer)) {
                client.send("a");
                assertEquals("a", client.readFully(1, SOON).text());
                host.group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
                balancer.closeAsync(Duration.ofSeconds(1))
                        .toCompletableFuture()
                        .get(SOON.toSeconds(), TimeUnit.SECONDS);
            }
            host.gate.assertClean(SOON);
            assertEquals("works", host.executor.submit(() -> "works").get());
        }
    }

    /** What is scheduled on them is cancelled meanwhile. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theBalancerCanBeClosedWhileTheHostsLoopsEnd(Transport transport) throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                Host host = new Host(transport)) {
            LoadBalancer balancer = host.start(server);
            host.group.shutdownGracefully(3, 30, TimeUnit.SECONDS);
            balancer.closeAsync().toCompletableFuture().get(8, TimeUnit.SECONDS); // a bound of ours would be 10
            host.gate.assertClean(SOON);
        }
    }

    /** The relay's own way to keep a half-closed socket in epoll's interest set must work on the host's loops, too. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aHalfClosedClientMayReadSlowly(Transport transport) throws Exception {
        Behaviour answer = connection -> {
            connection.drain();
            for (long at = 0; at < LARGE; at += 65536) {
                connection.output().write(SeededBytes.of(3).slice(at, 65536));
            }
        };
        try (TcpServer server = TcpServer.start(answer);
                Host host = new Host(transport)) {
            try (LoadBalancer balancer = host.start(server);
                    TcpClient client = TcpClient.connect(address(balancer), null, 65536)) {
                client.shutdownOutput();
                long[] last = {0, 0};
                Eventually.await("a stall", SOON, () -> {
                    long sent = server.bytesOut();
                    last[1] = sent > 0 && sent == last[0] ? last[1] + 1 : 0;
                    last[0] = sent;
                    return last[1] > 300;
                });
                assertEquals(
                        LARGE + " bytes, end FIN",
                        client.readSeeded(LARGE + 1, 3, Duration.ofMinutes(1)).toString());
            }
            host.assertUnharmed();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void twoBalancersOnOneHostDoNotMeet(Transport transport) throws Exception {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.echo());
                Host host = new Host(transport)) {
            LoadBalancer first = host.start(one);
            try (LoadBalancer second = host.start(two);
                    TcpClient held = connect(second)) {
                assertEquals("one", greeting(first));
                held.send("a");
                assertEquals("a", held.readFully(1, SOON).text());
                first.close();
                held.send("b");
                assertEquals("b", held.readFully(1, SOON).text());
                try (TcpClient fresh = connect(second)) {
                    fresh.send("c");
                    assertEquals("c", fresh.readFully(1, SOON).text());
                }
            }
            host.assertUnharmed();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aFailedStartLeavesTheHostWhatItHad(Transport transport) throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Host host = new Host(transport)) {
            assertThrows(
                    UncheckedIOException.class,
                    () -> NettyLoadBalancer.builder()
                            .eventLoopGroup(host.group)
                            .controlExecutor(host.executor)
                            .allocator(host.allocator)
                            .service(unchecked(server)
                                    .listen("127.0.0.1", taken.getLocalPort())
                                    .build())
                            .start());
            host.assertUnharmed();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void anEventLoopMayCloseButNotWait(Transport transport) throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("x"));
                Host host = new Host(transport)) {
            LoadBalancer balancer = host.start(server);
            assertEquals("x", greeting(balancer));
            EventExecutor loop = host.group.next();
            String refusal = loop.submit(() -> assertThrows(IllegalStateException.class, balancer::close)
                            .getMessage())
                    .get();
            assertTrue(refusal.contains("event loop"), refusal);
            assertEquals("x", greeting(balancer)); // and nothing has begun to close
            CompletionStage<Void> closed =
                    loop.submit(() -> balancer.closeAsync()).get();
            balancer.await(closed);
            assertFalse(host.group.isShuttingDown());
            host.assertUnharmed();
        }
    }
}
