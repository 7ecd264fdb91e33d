package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.server;
import static io.evenkeel.lb.netty.Balancers.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several ports of a service: where they are, which port of a server they lead to, and what a replacement keeps. */
@ExtendWith(LeakExtension.class)
class ListenersTest {

    private static final String SERVER = "127.0.0.3";

    private static TcpService.Builder portless(Listener... listeners) {
        TcpService.Builder service = VirtualService.tcp("t")
                .server(RealServer.at(SERVER))
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT);
        for (Listener listener : listeners) {
            service.listen(listener);
        }
        return service;
    }

    private static String greeting(InetSocketAddress address) throws IOException {
        try (TcpClient client = TcpClient.connect(address)) {
            var received = client.readUntilEnd(SOON);
            assertEquals(End.FIN, received.end());
            return received.text();
        }
    }

    private static String greeting(String host, int port) throws IOException {
        return greeting(new InetSocketAddress(host, port));
    }

    /** One server for each port, named by it. */
    private static List<TcpServer> servers(int first, int count) {
        List<TcpServer> servers = new ArrayList<>();
        for (int port = first; port < first + count; port++) {
            servers.add(TcpServer.start(Behaviour.greeting("port " + port), new InetSocketAddress(SERVER, port)));
        }
        return servers;
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aRangeIsServedOnEachOfItsPorts(Transport transport) throws IOException {
        int first = PortRanges.free(4);
        try (TcpServer server = TcpServer.start(Behaviour.greeting("own port"));
                LoadBalancer balancer = start(
                        transport,
                        Balancers.unchecked(server)
                                .listen("127.0.0.2", first, first + 2)
                                .listen("127.0.0.1", first + 3))) {
            List<InetSocketAddress> addresses = balancer.service("t").boundAddresses();
            assertEquals(
                    List.of(first, first + 1, first + 2, first + 3),
                    addresses.stream().skip(1).map(InetSocketAddress::getPort).toList());
            for (InetSocketAddress address : addresses) {
                assertEquals("own port", greeting(address));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientOfARangeIsGivenToTheSamePortOfAServerWithoutOne(Transport transport) throws IOException {
        int first = PortRanges.free(3);
        List<TcpServer> servers = servers(first, 3);
        try (LoadBalancer balancer = start(transport, portless(Listener.range("127.0.0.1", first, first + 2)))) {
            for (int port = first; port < first + 3; port++) {
                assertEquals("port " + port, greeting("127.0.0.1", port));
            }
        } finally {
            servers.forEach(TcpServer::close);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aMappedRangeLeadsToTheMappedPorts(Transport transport) throws IOException {
        int first = PortRanges.free(8);
        List<TcpServer> servers = servers(first + 4, 4);
        Listener range = Listener.range("127.0.0.1", first, first + 3).toServerPort(first + 4);
        Listener single = Listener.at("127.0.0.2", 0).toServerPort(first + 7);
        try (LoadBalancer balancer = start(transport, portless(range, single))) {
            for (int i = 0; i < 4; i++) {
                assertEquals("port " + (first + 4 + i), greeting("127.0.0.1", first + i));
            }
            assertEquals(
                    "port " + (first + 7),
                    greeting(balancer.service("t").boundAddresses().get(4)));
        } finally {
            servers.forEach(TcpServer::close);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void bothFamiliesShareTheirPorts(Transport transport) throws IOException {
        int first = PortRanges.free(2);
        try (TcpServer server = TcpServer.start(Behaviour.greeting("both"));
                LoadBalancer balancer = start(
                        transport,
                        Balancers.unchecked(server)
                                .listen("127.0.0.1", first, first + 1)
                                .listen("::1", first, first + 1))) {
            assertEquals(5, balancer.service("t").boundAddresses().size());
            for (InetSocketAddress address : balancer.service("t").boundAddresses()) {
                assertEquals("both", greeting(address));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whereOnlyTheMappingChangesTheSocketStays(Transport transport) throws IOException {
        int first = PortRanges.free(2);
        List<TcpServer> servers = servers(first, 2);
        Listener listener = Listener.at("127.0.0.1", 0);
        try (LoadBalancer balancer = start(transport, portless(listener.toServerPort(first)))) {
            List<InetSocketAddress> before = balancer.service("t").boundAddresses();
            assertEquals("port " + first, greeting(before.get(0)));
            balancer.await(
                    balancer.replace(portless(listener.toServerPort(first + 1)).build()));
            assertEquals(before, balancer.service("t").boundAddresses());
            Eventually.await("the new mapping", SOON, () -> {
                try {
                    return greeting(before.get(0)).equals("port " + (first + 1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } finally {
            servers.forEach(TcpServer::close);
        }
    }

    /** A port bound anew would refuse clients for a moment, and reset those in its queue. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void noClientIsLostWhileARangeGrowsAndShrinksAndItsMappingChanges(Transport transport) throws Exception {
        int first = PortRanges.free(6);
        int target = first + 4;
        List<TcpServer> servers = servers(target, 2);
        InetSocketAddress kept = new InetSocketAddress("127.0.0.1", first + 1);
        Listener large = Listener.range("127.0.0.1", first, first + 3);
        List<VirtualService> configs = List.of(
                portless(large.toServerPort(target - 1)).build(),
                portless(Listener.at("127.0.0.1", first + 1).toServerPort(target))
                        .build(),
                portless(
                                Listener.at("127.0.0.2", 0).toServerPort(target),
                                Listener.range("127.0.0.1", first, first + 1).toServerPort(target))
                        .build());
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (LoadBalancer balancer = NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .service(configs.get(0))
                .start()) {
            Thread client = new Thread(
                    () -> {
                        while (!over.get() && failure.get() == null) {
                            try {
                                assertTrue(greeting(kept).startsWith("port "));
                                served.incrementAndGet();
                            } catch (IOException | AssertionError e) {
                                failure.set(e);
                            }
                        }
                    },
                    "testkit-tcp-client");
            client.start();
            for (int i = 1; i <= 60 && failure.get() == null; i++) {
                int before = served.get();
                balancer.await(balancer.replace(configs.get(i % configs.size())));
                Eventually.await("more clients", SOON, () -> served.get() > before || failure.get() != null);
            }
            over.set(true);
            client.join();
            if (failure.get() != null) {
                throw new AssertionError("after " + served + " clients", failure.get());
            }
            assertEquals(
                    kept,
                    balancer.service("t").boundAddresses().stream()
                            .filter(kept::equals)
                            .findFirst()
                            .orElseThrow());
        } finally {
            servers.forEach(TcpServer::close);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aPortTakenWithinARangeIsNamedAndTheOthersAreFreeAgain(Transport transport) throws IOException {
        int first = PortRanges.free(3);
        try (TcpServer server = TcpServer.start(Behaviour.greeting("x"))) {
            TcpService.Builder service = VirtualService.tcp("t")
                    .listen("127.0.0.1", first, first + 2)
                    .server(server(server));
            try (ServerSocket taken = new ServerSocket()) {
                taken.bind(new InetSocketAddress("127.0.0.1", first + 2));
                UncheckedIOException refused =
                        assertThrows(UncheckedIOException.class, () -> start(transport, service));
                assertTrue(
                        refused.getMessage().startsWith("listen of t: 127.0.0.1:" + (first + 2) + " is not"),
                        refused::getMessage);
            }
            try (LoadBalancer balancer = start(transport, service)) {
                assertEquals("x", greeting("127.0.0.1", first));
            }
        }
    }

    @Test
    void validationNamesEachPortThatIsTaken() throws IOException {
        int first = PortRanges.free(3);
        try (TcpServer server = TcpServer.start(Behaviour.greeting("x"));
                LoadBalancer balancer = start(
                        Transport.NIO,
                        VirtualService.tcp("t").listen("127.0.0.1", first).server(server(server)));
                ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", first + 1));
            VirtualService larger = VirtualService.tcp("t")
                    .listen("127.0.0.1", first, first + 2)
                    .server(server(server))
                    .build();
            List<String> problems = balancer.validate(larger);
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).startsWith("listen of t: 127.0.0.1:" + (first + 1)), problems::toString);
            VirtualService beside = VirtualService.tcp("u")
                    .listen("0.0.0.0", first, first + 2)
                    .server(server(server))
                    .build();
            assertTrue(balancer.validate(beside).get(0).contains("collide with 127.0.0.1:" + first + " of service t"));
        }
    }

    @Test
    void aServerWithAPortIsNotAddedBesideAMappedListener() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("x"));
                LoadBalancer balancer = start(
                        Transport.NIO, portless(Listener.at("127.0.0.1", 0).toServerPort(9)))) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> balancer.await(balancer.service("t").add(server(server))));
            assertTrue(refused.getMessage().contains("without a port of its own"), refused::getMessage);
            assertEquals(1, balancer.service("t").servers().size());
        }
    }
}
