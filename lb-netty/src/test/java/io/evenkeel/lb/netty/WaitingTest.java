package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.server;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that wait because every server is at its limit. */
@ExtendWith(LeakExtension.class)
class WaitingTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static LoadBalancer full(Transport transport, TcpServer server, Availability availability) {
        return start(
                transport, unchecked().server(server(server).maxConnections(1)).availability(availability));
    }

    private static void awaitWaiting(LoadBalancer balancer, int count) {
        Eventually.awaitEqual(
                "waiting",
                count,
                SOON,
                () -> balancer.service("t").snapshot().pools().get(0).waiting());
    }

    private static long refused(LoadBalancer balancer, Refusal reason) {
        return balancer.service("t").snapshot().refused().get(reason);
    }

    private static void assertEchoes(TcpClient client) throws IOException {
        assertEquals("x", client.readFully(1, SOON).text());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void firstComeFirstServed(Transport transport) throws IOException {
        List<TcpClient> clients = new ArrayList<>();
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = full(transport, server, Availability.DEFAULT.waiting(10, LONG))) {
            for (int i = 0; i < 6; i++) {
                TcpClient client = connect(balancer);
                clients.add(client);
                client.send("x");
                Eventually.awaitEqual("in flight", 1, SOON, () -> Balancers.inFlight(balancer, server));
                awaitWaiting(balancer, i);
            }
            for (int i = 0; i < 6; i++) {
                assertEchoes(clients.get(i));
                assertEquals(i + 1, server.accepted());
                assertEquals(
                        5 - i, balancer.service("t").snapshot().pools().get(0).waiting());
                clients.get(i).close();
            }
            awaitIdle(balancer);
            Inside.of(balancer).assertIdle(SOON);
        } finally {
            clients.forEach(TcpClient::close);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whoWaitsTooLongOrFindsNoPlaceIsRefused(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = full(transport, server, Availability.DEFAULT.waiting(1, SHORT));
                TcpClient first = connect(balancer)) {
            first.send("x");
            assertEchoes(first);
            try (TcpClient second = connect(balancer)) {
                assertEquals(End.RESET, second.readUntilEnd(SOON).end());
                Eventually.awaitEqual("timeouts", 1L, SOON, () -> refused(balancer, Refusal.QUEUE_TIMEOUT));
            }
            balancer.await(balancer.replace(unchecked()
                    .server(server(server).maxConnections(1))
                    .availability(Availability.DEFAULT.waiting(1, LONG))
                    .build()));
            try (TcpClient third = connect(balancer)) {
                third.send("x");
                awaitWaiting(balancer, 1);
                try (TcpClient fourth = connect(balancer)) {
                    assertEquals(End.RESET, fourth.readUntilEnd(SOON).end());
                    Eventually.awaitEqual("full", 1L, SOON, () -> refused(balancer, Refusal.QUEUE_FULL));
                }
                first.close();
                assertEchoes(third);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whoWaitsTooLongIsGivenToTheSorryServer(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                TcpServer sorry = TcpServer.start(Behaviour.greeting("sorry"));
                LoadBalancer balancer = full(
                        transport,
                        server,
                        Availability.DEFAULT.waiting(1, SHORT).sorryServer(server(sorry)));
                TcpClient first = connect(balancer)) {
            first.send("x");
            assertEchoes(first);
            assertEquals("sorry", Balancers.greeting(balancer));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatComesAndALimitThatRisesServeThoseWhoWait(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = full(transport, one, Availability.DEFAULT.waiting(10, LONG));
                TcpClient first = connect(balancer)) {
            first.send("x");
            assertEchoes(first);
            try (TcpClient second = connect(balancer);
                    TcpClient third = connect(balancer)) {
                second.send("x");
                third.send("x");
                awaitWaiting(balancer, 2);
                balancer.await(balancer.service("t").add(server(two).maxConnections(1)));
                awaitWaiting(balancer, 1);
                balancer.await(balancer.replace(unchecked(one, two)
                        .availability(Availability.DEFAULT.waiting(10, LONG))
                        .build()));
                assertEchoes(second);
                assertEchoes(third);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whoLeavesWhileItWaitsMakesRoom(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = full(transport, server, Availability.DEFAULT.waiting(10, LONG));
                TcpClient first = connect(balancer)) {
            first.send("x");
            assertEchoes(first);
            TcpClient second = connect(balancer);
            second.send("early bytes");
            awaitWaiting(balancer, 1);
            try (TcpClient third = connect(balancer)) {
                third.send("x");
                awaitWaiting(balancer, 2);
                second.reset();
                awaitWaiting(balancer, 1);
                first.close();
                assertEchoes(third);
                assertEquals(2, server.accepted());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClosedBalancerAndARemovedServiceKeepNobodyWaiting(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo())) {
            LoadBalancer balancer = full(transport, server, Availability.DEFAULT.waiting(10, LONG));
            try (TcpClient first = connect(balancer)) {
                first.send("x");
                assertEchoes(first);
                try (TcpClient second = connect(balancer);
                        TcpClient third = connect(balancer)) {
                    awaitWaiting(balancer, 2);
                    balancer.await(balancer.remove("t"));
                    assertEquals(End.RESET, second.readUntilEnd(SOON).end());
                    assertEquals(End.RESET, third.readUntilEnd(SOON).end());
                }
            }
            Inside.of(balancer).assertIdle(SOON);
            balancer.close();
        }
    }

    /** Byte by byte, and more than is kept for one who waits: the rest stays in the kernel, and all of it arrives. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whatIsSentWhileWaitingArrives(Transport transport) throws IOException {
        int size = 60_000;
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = full(transport, server, Availability.DEFAULT.waiting(10, LONG));
                TcpClient first = connect(balancer)) {
            first.send("x");
            assertEchoes(first);
            try (TcpClient second = connect(balancer)) {
                awaitWaiting(balancer, 1);
                StringBuilder sent = new StringBuilder();
                for (int i = 0; i < 300; i++) {
                    second.send("" + i % 10);
                    sent.append(i % 10);
                }
                String rest = "r".repeat(size);
                second.send(rest);
                first.close();
                assertEquals(sent + rest, second.readFully(300 + size, SOON).text());
            }
        }
    }
}
