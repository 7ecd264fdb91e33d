package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.checked;
import static io.evenkeel.lb.netty.Balancers.id;
import static io.evenkeel.lb.netty.Balancers.server;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.persist.SourcePersistence;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of many source addresses stay with their servers. */
@ExtendWith(LeakExtension.class)
class PersistenceTest {

    private static final int CLIENTS = 40;

    /** Who greets a client of the given number. */
    private static String greeter(InetSocketAddress to, int client) throws IOException {
        InetSocketAddress from = new InetSocketAddress("127.1." + client / 200 + "." + (client % 200 + 1), 0);
        try (TcpClient connection = TcpClient.connect(to, from)) {
            return connection.readUntilEnd(SOON).text();
        }
    }

    private static Map<Integer, String> greeters(InetSocketAddress to) throws IOException {
        Map<Integer, String> greeters = new LinkedHashMap<>();
        for (int i = 0; i < CLIENTS; i++) {
            greeters.put(i, greeter(to, i));
        }
        return greeters;
    }

    private static AffinityStatistics statistics(LoadBalancer balancer) {
        return balancer.service("t").snapshot().persistence().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientKeepsItsServer(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(transport, unchecked(one, two).persistence(Persistence.source()))) {
            Map<Integer, String> first = greeters(address(balancer));
            assertEquals(Set.of("one", "two"), Set.copyOf(first.values()));
            assertEquals(first, greeters(address(balancer)));
            assertEquals(CLIENTS, statistics(balancer).entries());
            assertEquals(CLIENTS, statistics(balancer).hits());
            assertEquals(CLIENTS, statistics(balancer).misses());
            assertEquals(0, statistics(balancer).evictions());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void clientsOfOneNetworkAreOne(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(
                        transport,
                        unchecked(one, two).persistence(Persistence.source().prefix(24)))) {
            assertEquals(1, Set.copyOf(greeters(address(balancer)).values()).size());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aDrainingServerKeepsItsClientsUntilTheDrainEnds(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(transport, unchecked(one, two).persistence(Persistence.source()))) {
            Map<Integer, String> first = greeters(address(balancer));
            var handle = balancer.service("t").server(id(one));
            balancer.await(handle.drain(Duration.ofMinutes(1)));
            assertEquals(first, greeters(address(balancer)));
            for (int i = 0; i < 10; i++) {
                assertEquals("two", greeter(address(balancer), CLIENTS + i), "a new client");
            }
            balancer.await(handle.drain(Duration.ZERO));
            assertEquals(Set.of("two"), Set.copyOf(greeters(address(balancer)).values()));
            balancer.await(handle.enable());
            assertEquals(Set.of("two"), Set.copyOf(greeters(address(balancer)).values()), "moved once, and stayed");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aDeadServersClientsMoveOnceAndStay(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                TcpServer three = TcpServer.start(Behaviour.greeting("three"));
                LoadBalancer balancer =
                        start(transport, checked(one, two, three).persistence(Persistence.source()))) {
            balancer.await(balancer.firstVerdicts());
            Map<Integer, String> first = greeters(address(balancer));
            one.kill(); // some move because the dial fails, others because the check says so
            Map<Integer, String> second = greeters(address(balancer));
            first.forEach((client, server) -> {
                if (!server.equals("one")) {
                    assertEquals(server, second.get(client));
                }
            });
            assertEquals(Set.of("two", "three"), Set.copyOf(second.values()));
            assertEquals(second, greeters(address(balancer)));
            one.restart();
            var handle = balancer.service("t").server(id(one));
            Eventually.await("up", SOON, () -> handle.snapshot().health() == Health.UP);
            assertEquals(second, greeters(address(balancer)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aFullServerIsStoodInForAndNotForgotten(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(
                        transport,
                        unchecked()
                                .server(server(one).maxConnections(1))
                                .server(server(two).weight(0))
                                .persistence(Persistence.source()))) {
            try (TcpClient first = TcpClient.connect(address(balancer))) {
                first.send("a");
                assertEquals("a", first.readFully(1, SOON).text());
                balancer.await(balancer.service("t").server(id(two)).weight(100));
                try (TcpClient second = TcpClient.connect(address(balancer))) {
                    second.send("b");
                    assertEquals("b", second.readFully(1, SOON).text());
                    assertEquals(1, two.accepted());
                }
            }
            awaitIdle(balancer);
            try (TcpClient third = TcpClient.connect(address(balancer))) {
                third.send("c");
                assertEquals("c", third.readFully(1, SOON).text());
                assertEquals(2, one.accepted());
            }
        }
    }

    /** Port following: two listeners and two services with other ports, one table. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void servicesThatShareATableSendAClientToOneHost(Transport transport) throws IOException {
        SourcePersistence shared = Persistence.source().table(AffinityTable.inMemory(Duration.ofMinutes(20), 1000));
        InetSocketAddress hostA = new InetSocketAddress("127.0.0.2", 0);
        InetSocketAddress hostB = new InetSocketAddress("127.0.0.3", 0);
        try (TcpServer webA = TcpServer.start(Behaviour.greeting("A"), hostA);
                TcpServer webB = TcpServer.start(Behaviour.greeting("B"), hostB);
                TcpServer sipA = TcpServer.start(Behaviour.greeting("A"), hostA);
                TcpServer sipB = TcpServer.start(Behaviour.greeting("B"), hostB);
                LoadBalancer balancer = start(
                        transport,
                        unchecked()
                                .listen("127.0.0.1", 0)
                                .server("127.0.0.2", webA.address().getPort())
                                .server("127.0.0.3", webB.address().getPort())
                                .persistence(shared))) {
            balancer.await(balancer.add(VirtualService.tcp("u")
                    .listen("127.0.0.1", 0)
                    .server("127.0.0.3", sipB.address().getPort())
                    .server("127.0.0.2", sipA.address().getPort())
                    .persistence(shared)
                    .build()));
            Map<Integer, String> first = greeters(address(balancer));
            assertEquals(Set.of("A", "B"), Set.copyOf(first.values()));
            assertEquals(first, greeters(balancer.service("t").boundAddresses().get(1)));
            assertEquals(first, greeters(balancer.service("u").boundAddresses().get(0)));
            assertEquals(CLIENTS, statistics(balancer).entries());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aReplacedServiceKeepsItsTable(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                TcpServer three = TcpServer.start(Behaviour.greeting("three"));
                LoadBalancer balancer = start(transport, unchecked(one, two).persistence(Persistence.source()))) {
            Map<Integer, String> first = greeters(address(balancer));
            balancer.await(balancer.replace(
                    unchecked(one, two, three).persistence(Persistence.source()).build()));
            assertEquals(first, greeters(address(balancer)));
            assertTrue(statistics(balancer).hits() >= CLIENTS);
        }
    }
}
