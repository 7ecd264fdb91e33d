package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.greeting;
import static io.evenkeel.lb.netty.Balancers.server;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.FullBacklog;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.ReservedPort;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way to a server: the next one on failure, within one deadline, while the client's bytes wait. */
@ExtendWith(LeakExtension.class)
class DialTest {

    private static final TcpTimeouts QUICK =
            TcpTimeouts.DEFAULT.connect(Duration.ofMillis(100)).dial(Duration.ofMillis(600));

    private static RealServer at(InetSocketAddress address) {
        return RealServer.at("127.0.0.1", address.getPort());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatRefusesCostsNothingButTheDial(Transport transport) throws IOException {
        try (ReservedPort dead = Ports.refused();
                TcpServer alive = TcpServer.start(Behaviour.greeting("alive"));
                LoadBalancer balancer = start(
                        transport,
                        unchecked()
                                .server(at(dead.address()))
                                .server(server(alive))
                                .scheduler(Scheduler.priority()))) {
            for (int i = 0; i < 20; i++) {
                assertEquals("alive", greeting(balancer));
            }
            awaitIdle(balancer);
            assertEquals(20, balancer.service("t").servers().get(0).snapshot().failures());
            assertEquals(0, balancer.service("t").servers().get(1).snapshot().failures());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void bytesSentBeforeTheServerIsReachedAreDeliveredInOrder(Transport transport) throws IOException {
        try (FullBacklog mute = Ports.unanswered();
                TcpServer alive = TcpServer.start(Behaviour.answerAfterFin("done"));
                LoadBalancer balancer = start(
                        transport,
                        unchecked()
                                .server(at(mute.address()))
                                .server(server(alive))
                                .scheduler(Scheduler.priority())
                                .timeouts(QUICK));
                TcpClient client = connect(balancer)) {
            client.send("early ");
            client.send("bytes");
            client.shutdownOutput();
            assertEquals("done", client.readUntilEnd(SOON).text());
            assertEquals("early bytes", alive.connections().get(0).receivedText());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientIsResetWhenEveryServerRefuses(Transport transport) throws IOException {
        try (ReservedPort one = Ports.refused();
                ReservedPort two = Ports.refused();
                LoadBalancer balancer =
                        start(transport, unchecked().server(at(one.address())).server(at(two.address())));
                TcpClient client = connect(balancer)) {
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            awaitIdle(balancer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theDialDeadlineHoldsOverAllServersTried(Transport transport) throws IOException {
        try (FullBacklog one = Ports.unanswered();
                LoadBalancer balancer = start(
                        transport,
                        unchecked()
                                .server(at(one.address()))
                                .timeouts(TcpTimeouts.DEFAULT
                                        .connect(Duration.ofSeconds(60))
                                        .dial(Duration.ofMillis(200))));
                TcpClient client = connect(balancer)) {
            long begun = System.nanoTime();
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            assertTrue(System.nanoTime() - begun >= Duration.ofMillis(150).toNanos());
            awaitIdle(balancer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientThatLeavesWhileTheServerIsDialledLeavesNothingBehind(Transport transport) throws IOException {
        try (FullBacklog mute = Ports.unanswered();
                LoadBalancer balancer =
                        start(transport, unchecked().server(at(mute.address())).timeouts(QUICK))) {
            TcpClient client = connect(balancer);
            Eventually.await(
                    "the dial",
                    SOON,
                    () -> balancer.service("t").servers().get(0).snapshot().inFlight() == 1);
            client.reset();
            awaitIdle(balancer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServersLimitIsKeptAndTheNextServerTakesOver(Transport transport) throws IOException {
        try (TcpServer small = TcpServer.start(Behaviour.echo());
                TcpServer large = TcpServer.start(Behaviour.greeting("large"));
                LoadBalancer balancer = start(
                        transport,
                        unchecked()
                                .server(server(small).maxConnections(1))
                                .server(server(large))
                                .scheduler(Scheduler.priority()));
                TcpClient held = connect(balancer)) {
            held.send("x");
            assertEquals("x", held.readFully(1, SOON).text());
            assertEquals("large", greeting(balancer));
            assertEquals(1, small.accepted());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientIsResetWhenAllServersAreFull(Transport transport) throws IOException {
        try (TcpServer small = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer =
                        start(transport, unchecked().server(server(small).maxConnections(1)));
                TcpClient held = connect(balancer)) {
            held.send("x");
            assertEquals("x", held.readFully(1, SOON).text());
            try (TcpClient refused = connect(balancer)) {
                assertEquals(End.RESET, refused.readUntilEnd(SOON).end());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerWithoutAPortIsReachedOnThePortThatTheClientCameTo(Transport transport) throws IOException {
        try (LoadBalancer balancer =
                start(transport, unchecked().listen("127.0.0.2", 0).server(RealServer.at("127.0.0.3")))) {
            int port = balancer.service("t").boundAddresses().get(1).getPort();
            try (TcpServer server =
                            TcpServer.start(Behaviour.greeting("same port"), new InetSocketAddress("127.0.0.3", port));
                    TcpClient client = TcpClient.connect(new InetSocketAddress("127.0.0.2", port))) {
                assertEquals("same port", client.readUntilEnd(SOON).text());
                assertEquals(1, server.accepted());
            }
        }
    }
}
