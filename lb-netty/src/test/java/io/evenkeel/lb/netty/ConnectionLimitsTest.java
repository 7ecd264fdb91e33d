package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.VirtualTime;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.Received;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each limit with its reason. The balancer's clock moves only where a test moves it, so rates are exact. */
@ExtendWith(LeakExtension.class)
class ConnectionLimitsTest {

    private final VirtualTime time = VirtualTime.create();

    private LoadBalancer start(Transport transport, TcpServer server, ConnectionLimits limits) {
        return NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .timeSource(time)
                .service(unchecked(server).limits(limits).build())
                .start();
    }

    private static long refused(LoadBalancer balancer, Refusal reason) {
        return balancer.service("t").snapshot().refused().get(reason);
    }

    private static TcpClient from(String host, LoadBalancer balancer) throws IOException {
        return TcpClient.connect(address(balancer), new InetSocketAddress(host, 0));
    }

    /** Whether a client that comes now is served. */
    private static boolean isServed(String host, LoadBalancer balancer) {
        try (TcpClient client = from(host, balancer)) {
            Received received = client.readUntilEnd(SOON);
            assertTrue(received.end() == End.RESET || received.text().equals("hello"), received::toString);
            return received.end() == End.FIN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int served(int count, String host, LoadBalancer balancer) {
        int served = 0;
        for (int i = 0; i < count; i++) {
            served += isServed(host, balancer) ? 1 : 0;
        }
        return served;
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServiceTakesItsRateAndNoMore(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(transport, server, ConnectionLimits.NONE.perSecond(5))) {
            assertEquals(5, served(9, "127.0.0.1", balancer));
            assertEquals(4, refused(balancer, Refusal.SERVICE_RATE));
            time.advance(Duration.ofMillis(400));
            assertEquals(2, served(4, "127.0.0.2", balancer));
            assertEquals(6, refused(balancer, Refusal.SERVICE_RATE));
            assertEquals(7, server.accepted());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientMakesItsRateAndNoMoreAndTheOthersAreNotHeldUp(Transport transport) throws IOException {
        ConnectionLimits limits = ConnectionLimits.NONE.perSecond(10).clientPerSecond(3);
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(transport, server, limits)) {
            assertEquals(3, served(12, "127.0.0.1", balancer));
            assertEquals(9, refused(balancer, Refusal.CLIENT_RATE));
            assertEquals(3, served(3, "127.0.0.2", balancer), "the first has not used up the service's rate");
            assertEquals(0, refused(balancer, Refusal.SERVICE_RATE));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientHasItsConnectionsAndNoMore(Transport transport) throws IOException {
        ConnectionLimits limits = ConnectionLimits.NONE.clientConnections(2);
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, server, limits);
                TcpClient first = from("127.0.0.1", balancer);
                TcpClient second = from("127.0.0.1", balancer)) {
            assertEchoes(first);
            assertEchoes(second);
            try (TcpClient third = from("127.0.0.1", balancer);
                    TcpClient other = from("127.0.0.2", balancer)) {
                assertEquals(End.RESET, third.readUntilEnd(SOON).end());
                assertEchoes(other);
            }
            assertEquals(1, refused(balancer, Refusal.CLIENT_CONNECTIONS));
            first.close();
            Eventually.await("the first's place", SOON, () -> {
                try (TcpClient again = from("127.0.0.1", balancer)) {
                    again.send("x");
                    return again.readFully(1, SOON).end() == End.NONE;
                } catch (IOException reset) {
                    return false;
                }
            });
            assertEchoes(second);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void addressesOfOnePrefixAreOneClient(Transport transport) throws IOException {
        ConnectionLimits limits = ConnectionLimits.NONE.clientPerSecond(2).clientPrefix(24, 64);
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(transport, server, limits)) {
            assertTrue(isServed("127.0.1.1", balancer));
            assertTrue(isServed("127.0.1.255", balancer));
            assertEquals(0, served(1, "127.0.1.7", balancer));
            assertTrue(isServed("127.0.2.1", balancer));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aFullTableRefusesNewClientsOnly(Transport transport) throws IOException {
        ConnectionLimits limits = ConnectionLimits.NONE.clientConnections(5).maxClients(2);
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, server, limits);
                TcpClient one = from("127.0.0.1", balancer);
                TcpClient two = from("127.0.0.2", balancer)) {
            assertEchoes(one);
            assertEchoes(two);
            try (TcpClient third = from("127.0.0.3", balancer);
                    TcpClient again = from("127.0.0.2", balancer)) {
                assertEquals(End.RESET, third.readUntilEnd(SOON).end());
                assertEchoes(again);
            }
            assertEquals(1, refused(balancer, Refusal.CLIENT_TABLE));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void changedLimitsHoldForNewClientsAndTouchNobodyWhoIsConnected(Transport transport) throws IOException {
        ConnectionLimits limits = ConnectionLimits.NONE.clientConnections(3);
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, server, limits);
                TcpClient first = from("127.0.0.1", balancer);
                TcpClient second = from("127.0.0.1", balancer)) {
            assertEchoes(first);
            assertEchoes(second);
            balancer.await(balancer.replace(
                    unchecked(server).limits(limits.clientConnections(1)).build()));
            try (TcpClient refused = from("127.0.0.1", balancer)) {
                assertEquals(End.RESET, refused.readUntilEnd(SOON).end());
            }
            assertEchoes(first);
            assertEchoes(second);
            balancer.await(balancer.replace(unchecked(server).build()));
            try (TcpClient free = from("127.0.0.1", balancer)) {
                assertEchoes(free);
            }
        }
    }

    /** Permits, tickets and sockets: a flood that is mostly refused leaves nothing. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aFloodLeavesNothingBehind(Transport transport) throws Exception {
        ConnectionLimits limits = ConnectionLimits.NONE
                .connections(8)
                .perSecond(50)
                .clientConnections(4)
                .clientPerSecond(10)
                .maxClients(3);
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(transport, server, limits)) {
            List<Future<Boolean>> served = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String host = "127.0.0." + (1 + i % 5);
                served.add(clients.submit(() -> isServed(host, balancer)));
            }
            long count = 0;
            for (Future<Boolean> each : served) {
                count += each.get() ? 1 : 0;
            }
            assertEquals(server.accepted(), count);
            assertTrue(count > 0 && count <= 30, "served: " + count); // 3 clients in the table, 10 of each
            long refused = balancer.service("t").snapshot().refused().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertEquals(400 - count, refused);
            Inside.of(balancer).assertIdle(SOON);
        } finally {
            clients.shutdownNow();
        }
    }

    private static void assertEchoes(TcpClient client) throws IOException {
        client.send("x");
        assertEquals("x", client.readFully(1, SOON).text());
    }
}
