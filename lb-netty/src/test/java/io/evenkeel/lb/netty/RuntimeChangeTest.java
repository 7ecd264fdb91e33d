package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.checked;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.greeting;
import static io.evenkeel.lb.netty.Balancers.id;
import static io.evenkeel.lb.netty.Balancers.server;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServiceStatus;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers and services that come, go, drain, fail and recover while clients connect. */
@ExtendWith(LeakExtension.class)
class RuntimeChangeTest {

    private static Health health(LoadBalancer balancer, TcpServer server) {
        return balancer.service("t").server(id(server)).snapshot().health();
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aDrainedServerKeepsItsConnectionsAndGetsNoMore(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(one));
                TcpClient held = connect(balancer)) {
            held.send("a");
            assertEquals("a", held.readFully(1, SOON).text());
            balancer.await(balancer.service("t").add(server(two)));
            balancer.await(balancer.service("t").server(id(one)).drain(Duration.ofMinutes(1)));
            for (int i = 0; i < 10; i++) {
                try (TcpClient fresh = connect(balancer)) {
                    fresh.send("b");
                    assertEquals("b", fresh.readFully(1, SOON).text());
                }
            }
            assertEquals(1, one.accepted());
            assertEquals(10, two.accepted());
            held.send("c");
            assertEquals("c", held.readFully(1, SOON).text());
            assertEquals(
                    AdminState.DRAINING,
                    balancer.service("t").server(id(one)).snapshot().admin());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whenADrainEndsItsConnectionsAreResetIfSoConfigured(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(one).whenDrainEnds(LiveConnections.RESET));
                TcpClient held = connect(balancer)) {
            held.send("a");
            assertEquals("a", held.readFully(1, SOON).text());
            ServerHandle handle = balancer.service("t").server(id(one));
            balancer.await(handle.drain(Duration.ofMillis(100)));
            assertEquals(End.RESET, held.readUntilEnd(SOON).end());
            assertEquals(AdminState.DISABLED, handle.snapshot().admin());
            assertEquals(
                    ServiceStatus.DISABLED, balancer.service("t").snapshot().status());
            awaitIdle(balancer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatDiesGoesDownAndComesBackByItself(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(transport, checked(one, two))) {
            balancer.await(balancer.firstVerdicts());
            assertEquals(ServiceStatus.UP, balancer.service("t").snapshot().status());
            one.kill();
            Eventually.await("down", SOON, () -> health(balancer, one) == Health.DOWN);
            assertEquals(
                    ServiceStatus.DEGRADED, balancer.service("t").snapshot().status());
            assertEquals(
                    "connection refused",
                    balancer.service("t").server(id(one)).snapshot().cause());
            for (int i = 0; i < 6; i++) {
                assertEquals("two", greeting(balancer));
            }
            one.restart();
            Eventually.await("up", SOON, () -> health(balancer, one) == Health.UP);
            Set<String> greeters = new HashSet<>();
            for (int i = 0; i < 8; i++) { // each event loop has a rotation of its own
                greeters.add(greeting(balancer));
            }
            assertEquals(Set.of("one", "two"), greeters);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void connectionsOfAServerThatGoesDownAreResetIfSoConfigured(Transport transport) throws IOException {
        // The check's port dies while the traffic's port goes on, so only the policy can end the connection.
        try (TcpServer traffic = TcpServer.start(Behaviour.echo());
                TcpServer checkPort = TcpServer.start(Behaviour.greeting("checked"));
                LoadBalancer balancer = start(
                        transport,
                        checked(traffic)
                                .healthPolicy(
                                        Balancers.FAST.port(checkPort.address().getPort()))
                                .whenServerDown(LiveConnections.finishWithin(Duration.ofMillis(100))));
                TcpClient held = connect(balancer)) {
            held.send("a");
            assertEquals("a", held.readFully(1, SOON).text());
            Eventually.await("up", SOON, () -> health(balancer, traffic) == Health.UP);
            checkPort.kill();
            assertEquals(End.RESET, held.readUntilEnd(SOON).end());
            assertEquals(Health.DOWN, health(balancer, traffic));
            awaitIdle(balancer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aReplacedServiceKeepsItsListenersAndConnections(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(transport, unchecked(one));
                TcpClient held = connect(balancer)) {
            held.send("a");
            assertEquals("a", held.readFully(1, SOON).text());
            InetSocketAddress before = address(balancer);
            balancer.await(
                    balancer.replace(unchecked(two).listen("127.0.0.2", 0).build()));
            assertEquals(before, address(balancer));
            assertEquals("two", greeting(balancer));
            InetSocketAddress added = balancer.service("t").boundAddresses().get(1);
            try (TcpClient other = TcpClient.connect(added)) {
                assertEquals("two", other.readUntilEnd(SOON).text());
            }
            held.send("b");
            assertEquals("b", held.readFully(1, SOON).text());
            balancer.await(balancer.replace(unchecked(two).build()));
            assertThrows(IOException.class, () -> TcpClient.connect(added).close());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aFailedReplacementChangesNothing(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(transport, unchecked(one))) {
            VirtualService taken =
                    unchecked(two).listen("127.0.0.1", two.address().getPort()).build();
            assertFalse(balancer.validate(taken).isEmpty());
            RuntimeException refused =
                    assertThrows(RuntimeException.class, () -> balancer.await(balancer.replace(taken)));
            assertTrue(refused.getMessage().contains("" + two.address().getPort()), refused::getMessage);
            assertEquals("one", greeting(balancer));
            assertEquals(1, balancer.service("t").boundAddresses().size());
        }
    }

    /** When the removal is done, nobody gets in any more, and the port can be had again. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aRemovedServiceHasGivenItsPortBack(Transport transport) throws IOException {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Children.freePort());
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                LoadBalancer balancer = start(transport, unchecked(one))) {
            VirtualService second = VirtualService.tcp("second")
                    .listen("127.0.0.1", address.getPort())
                    .server(server(one))
                    .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                    .build();
            for (int i = 0; i < 100; i++) {
                balancer.await(balancer.add(second));
                try (TcpClient client = TcpClient.connect(address)) {
                    assertEquals("one", client.readUntilEnd(SOON).text());
                }
                balancer.await(balancer.remove("second"));
                assertThrows(IOException.class, () -> TcpClient.connect(address).close(), "removal " + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void servicesComeAndGo(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(transport, unchecked(one))) {
            VirtualService second = VirtualService.tcp("second")
                    .listen("127.0.0.1", 0)
                    .server(server(two))
                    .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                    .build();
            assertEquals(List.of(), balancer.validate(second));
            balancer.await(balancer.add(second));
            InetSocketAddress address =
                    balancer.service("second").boundAddresses().get(0);
            try (TcpClient client = TcpClient.connect(address)) {
                assertEquals("two", client.readUntilEnd(SOON).text());
            }
            try (TcpClient held = connect(balancer)) {
                held.send("a");
                assertEquals("a", held.readFully(1, SOON).text());
                var handle = balancer.service("t");
                balancer.await(balancer.remove("t"));
                assertEquals(End.RESET, held.readUntilEnd(SOON).end());
                assertThrows(NoSuchElementException.class, () -> balancer.service("t"));
                assertThrows(NoSuchElementException.class, handle::snapshot);
                assertThrows(NoSuchElementException.class, () -> balancer.await(handle.add(server(two))));
            }
            assertEquals(1, balancer.services().size());
        }
    }

    @Test
    void aSecondServiceOnATakenAddressIsRefusedByName() throws IOException {
        int port = Children.freePort(); // below the range that outgoing connections use
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(
                        Transport.NIO,
                        VirtualService.tcp("t").listen("127.0.0.1", port).server(server(one)))) {
            VirtualService second = VirtualService.tcp("second")
                    .listen("0.0.0.0", port)
                    .server(server(one))
                    .build();
            String problem = balancer.validate(second).get(0);
            assertTrue(problem.contains("0.0.0.0:" + port) && problem.contains("service t"), problem);
            assertEquals(
                    problem,
                    assertThrows(IllegalArgumentException.class, () -> balancer.await(balancer.add(second)))
                            .getMessage());
        }
    }
}
