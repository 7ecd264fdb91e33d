package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.testkit.LeakGate;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.FullBacklog;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.ReservedPort;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipelineException;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyConnectorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LeakGate gate = LeakGate.watch("evenkeel-test-", "globalEventExecutor");
    private final EventLoop loop = new SingleThreadIoEventLoop(
            null, (Runnable task) -> new Thread(task, "evenkeel-test-loop"), NioIoHandler.newFactory());
    private final Connector connector = new NettyConnector(loop, NioSocketChannel::new);
    private final AtomicInteger sockets = new AtomicInteger();
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @AfterEach
    void nothingIsLeft() {
        endLoop();
        gate.close();
    }

    private void endLoop() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRegistered(ChannelHandlerContext ctx) {
            sockets.incrementAndGet();
        }

        @Override
        public void channelUnregistered(ChannelHandlerContext ctx) {
            sockets.decrementAndGet();
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            events.add("active");
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            events.add("inactive");
        }
    }

    private Registration connect(InetSocketAddress target, ChannelHandler handler) {
        return connector.connect(target, PATIENCE, handler, events::add);
    }

    private Object next() throws InterruptedException {
        return events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Everything that was posted to the loop so far has run. */
    private void settle() throws ExecutionException, InterruptedException {
        loop.submit(() -> {}).get();
    }

    @Test
    void cancellingAnEstablishedConnectionClosesIt() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            Registration connection = connect(server.address(), new Recorder());
            assertEquals("active", next());

            connection.cancel();
            connection.cancel();

            assertEquals("inactive", next());
            server.awaitEnd(1, End.FIN, PATIENCE);
            settle();
            assertNull(events.poll());
        }
    }

    @Test
    void aFailureToConnectIsToldOnceAndOnTheLoop() throws Exception {
        try (ReservedPort port = Ports.refused()) {
            connector.connect(port.address(), PATIENCE, new Recorder(), e -> {
                events.add(loop.inEventLoop());
                events.add(e);
            });

            assertEquals(true, next());
            assertInstanceOf(ConnectException.class, next());
            settle();
            assertNull(events.poll());
        }
    }

    @Test
    void afterACancellationNoFailureIsTold() throws Exception {
        try (FullBacklog silence = Ports.unanswered()) {
            Registration connection = connect(silence.address(), new Recorder());
            settle();
            assertEquals(1, sockets.get());

            connection.cancel();

            settle();
            settle(); // what the first turn may have posted
            assertEquals(0, sockets.get());
            assertNull(events.poll());
        }
    }

    @Test
    void aCancellationMayOvertakeTheAttempt() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            loop.execute(() -> connect(server.address(), new Recorder()).cancel());

            settle();
            settle();
            assertNull(events.poll());
            assertEquals(0, server.accepted());
        }
    }

    @Test
    void withoutADescriptorItFailsAndNoThreadIsStarted() throws Exception {
        ChannelException none =
                new ChannelException("Failed to open a socket.", new SocketException("Too many open files"));
        Connector exhausted = new NettyConnector(loop, () -> {
            throw none;
        });

        exhausted.connect(new InetSocketAddress("127.0.0.1", 1), PATIENCE, new Recorder(), events::add);

        assertSame(none, next());
    }

    @Test
    void aHandlerThatCannotBeAddedFailsTheAttempt() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            Recorder notSharable = new Recorder();
            Registration first = connect(server.address(), notSharable);
            assertEquals("active", next());

            connect(server.address(), notSharable);

            assertInstanceOf(ChannelPipelineException.class, next());
            first.cancel();
            assertEquals("inactive", next());
        }
    }

    @Test
    void aLoopThatHasEndedIsToldAtOnce() {
        endLoop();
        List<Throwable> told = new ArrayList<>();

        connector
                .connect(new InetSocketAddress("127.0.0.1", 1), PATIENCE, new Recorder(), told::add)
                .cancel();

        assertEquals(1, told.size());
        assertInstanceOf(RejectedExecutionException.class, told.get(0));
    }

    @Test
    void aLoopThatEndsClosesItsConnections() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            Registration connection = connect(server.address(), new Recorder());
            assertEquals("active", next());

            endLoop();

            assertEquals("inactive", next());
            connection.cancel();
            server.awaitOpen(0, PATIENCE);
        }
    }

    @Test
    void aStormOfConnectionsAndCancellationsLeavesNothing() throws Exception {
        Random random = new Random(42);
        try (TcpServer server = TcpServer.start(Behaviour.sink());
                ReservedPort refused = Ports.refused();
                FullBacklog silence = Ports.unanswered()) {
            List<InetSocketAddress> targets = List.of(server.address(), refused.address(), silence.address());
            List<Registration> open = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                open.add(connector.connect(targets.get(random.nextInt(3)), PATIENCE, new Recorder(), e -> {}));
                if (open.size() > 50) {
                    open.remove(random.nextInt(open.size())).cancel();
                }
            }
            open.forEach(Registration::cancel);
            settle();
            settle();
            assertEquals(0, sockets.get());
            server.awaitOpen(0, PATIENCE);
        }
    }

    @Test
    void theOwnLoopOfANioConnectorIsNotWhereItIsClosed() throws Exception {
        NioConnector nio = new NioConnector(task -> new Thread(task, "evenkeel-test-nio"));
        try (ReservedPort port = Ports.refused()) {
            nio.connect(port.address(), PATIENCE, new Recorder(), e -> {
                events.add(assertThrows(IllegalStateException.class, nio::close));
            });
            assertInstanceOf(IllegalStateException.class, next());
        } finally {
            nio.close();
            nio.close();
        }
    }

    @Test
    void aNioConnectorThatWasNeverUsedClosesToo() {
        new NioConnector(task -> new Thread(task, "evenkeel-test-nio")).close();
    }
}
