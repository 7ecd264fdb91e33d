package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.inFlight;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.spi.TimeSource;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.VirtualTime;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No descriptor for the server's side: the client waits, and no server is blamed. {@link DescriptorsTest} is the real one. */
@ExtendWith(LeakExtension.class)
class ShortageTest {

    private static final TcpTimeouts QUICK = TcpTimeouts.DEFAULT.dial(Duration.ofMillis(300));

    private volatile boolean shortOfSockets = true;
    private final AtomicInteger failures = new AtomicInteger();

    private Channel newSocket(IoTransport transport, SocketProtocolFamily family) {
        if (shortOfSockets) {
            failures.incrementAndGet();
            throw new ChannelException("Failed to open a socket.", new SocketException("Too many open files"));
        }
        return transport.sockets().apply(family);
    }

    private IoTransport failing(IoTransport transport) {
        return new IoTransport(
                transport.name(),
                transport.handlerType(),
                transport.handlers(),
                transport.servers(),
                family -> newSocket(transport, family),
                transport.anySockets(),
                transport.datagrams(),
                transport.loops(),
                transport.calls());
    }

    private LoadBalancer start(Transport transport, TcpService.Builder service) {
        return start(transport, service, TimeSource.system());
    }

    private LoadBalancer start(Transport transport, TcpService.Builder service, TimeSource time) {
        NettyLoadBalancer.Builder builder = NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .timeSource(time)
                .service(service.build());
        builder.sockets = this::failing;
        return builder.start();
    }

    private void awaitFailures(int count) {
        Eventually.await(count + " failures", SOON, () -> failures.get() >= count);
    }

    private static void assertEchoes(TcpClient client) throws IOException {
        assertEquals("x", client.readFully(1, SOON).text());
    }

    private static void assertNobodyIsBlamed(LoadBalancer balancer) {
        ServerSnapshot server = balancer.service("t").servers().get(0).snapshot();
        assertEquals(0, server.failures());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theDialIsRepeatedUntilThereIsADescriptor(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            client.send("x");
            awaitFailures(3);
            assertEquals(1, inFlight(balancer, server), "its place at the server is kept");
            shortOfSockets = false;
            assertEchoes(client);
            client.close();
            awaitIdle(balancer);
            assertNobodyIsBlamed(balancer);
            assertEquals(1, server.accepted());
            Inside.of(balancer).assertIdle(SOON);
        }
    }

    /** On a clock that stands still nothing else repeats it. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theDialIsRepeatedWhenAConnectionEnds(Transport transport) throws IOException {
        shortOfSockets = false;
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server), VirtualTime.create());
                TcpClient first = connect(balancer)) {
            first.send("x");
            assertEchoes(first);
            shortOfSockets = true;
            try (TcpClient second = connect(balancer)) {
                second.send("x");
                awaitFailures(1);
                Inside.of(balancer).awaitLoops();
                shortOfSockets = false;
                first.close();
                assertEchoes(second);
            }
            assertEquals(1, failures.get());
            assertNobodyIsBlamed(balancer);
            Inside.of(balancer).assertIdle(SOON);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void atTheDialDeadlineTheClientIsRefusedAndCounted(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server).timeouts(QUICK));
                TcpClient client = connect(balancer)) {
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            assertTrue(failures.get() >= 2, failures::toString);
            awaitIdle(balancer);
            assertEquals(1, balancer.service("t").snapshot().refused().get(Refusal.DESCRIPTORS));
            assertNobodyIsBlamed(balancer);
            Inside.of(balancer).assertIdle(SOON);
        }
    }

    /** At the deadline at the latest: who is not read from is not always heard to leave. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientThatLeavesWhileItWaitsLeavesNothingBehind(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server).timeouts(QUICK))) {
            TcpClient client = connect(balancer);
            awaitFailures(1);
            client.reset();
            awaitIdle(balancer);
            assertNobodyIsBlamed(balancer);
            Inside.of(balancer).assertIdle(SOON);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whileOneWaitsNewOnesStayInTheKernelAndAfterwardsAllAreServed(Transport transport) throws IOException {
        List<TcpClient> clients = new ArrayList<>();
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server))) {
            clients.add(connect(balancer));
            awaitFailures(1);
            Inside.of(balancer).awaitLoops(); // from here on it waits
            for (int i = 0; i < 50; i++) {
                clients.add(connect(balancer));
            }
            for (TcpClient client : clients) {
                client.send("x");
            }
            awaitFailures(10);
            int accepted = inFlight(balancer, server);
            assertTrue(accepted <= 17, () -> "accepted: " + accepted); // a batch at most is under way
            shortOfSockets = false;
            for (TcpClient client : clients) {
                assertEchoes(client);
            }
            assertNobodyIsBlamed(balancer);
        } finally {
            clients.forEach(TcpClient::close);
        }
    }
}
