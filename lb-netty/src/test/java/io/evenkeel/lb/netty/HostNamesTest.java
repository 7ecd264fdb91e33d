package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.FAST;
import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.greeting;
import static io.evenkeel.lb.netty.Balancers.server;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.LeakGate;
import io.evenkeel.lb.testkit.dns.Failure;
import io.evenkeel.lb.testkit.dns.FakeNameServer;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.FullBacklog;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers with host names, from the name server to the dial. */
@ExtendWith(LeakExtension.class)
class HostNamesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeNameServer names = FakeNameServer.start();

    @AfterEach
    void end() {
        names.close();
    }

    /** A virtual host is asked by the name that it has, with the port where that is not 80. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void anHttpCheckAsksByTheServersName(Transport transport) {
        names.answer("db.test", MINUTE, "127.0.0.1");
        try (HttpServer server = HttpServer.start(request -> Answer.ok("fine"))) {
            TcpService.Builder service = unchecked()
                    .healthCheck(HealthChecks.http("/health"), FAST)
                    .server("db.test", server.address().getPort());
            try (LoadBalancer balancer = start(transport, service)) {
                balancer.await(balancer.firstVerdicts());
                assertEquals(Health.UP, first(balancer).health());
            }
            assertEquals(
                    "db.test:" + server.address().getPort(),
                    server.requests().get(0).fields().first("Host"));
        }
    }

    private LoadBalancer start(Transport transport, TcpService.Builder service) {
        return NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .nameServer(names.address())
                .service(service.build())
                .start();
    }

    private static TcpService.Builder named(int port) {
        return unchecked().server("db.test", port);
    }

    private static int port(TcpServer server) {
        return server.address().getPort();
    }

    private static TcpServer serverAt(String address, int port, String greeting) {
        return TcpServer.start(Behaviour.greeting(greeting), new InetSocketAddress(address, port));
    }

    private static ServerSnapshot first(LoadBalancer balancer) {
        return balancer.service("t").servers().get(0).snapshot();
    }

    private static void awaitHealth(LoadBalancer balancer, Health health) {
        Eventually.awaitEqual("health", health, SOON, () -> first(balancer).health());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerIsCheckedAndReachedByItsName(Transport transport) throws IOException {
        AdaptiveByteBufAllocator allocator = new AdaptiveByteBufAllocator();
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"))) {
            names.answer("db.test", MINUTE, "127.0.0.1");
            TcpService service = VirtualService.tcp("t")
                    .listen("127.0.0.1", 0)
                    .healthPolicy(FAST)
                    .server("db.test", port(server))
                    .build();
            try (LoadBalancer balancer = NettyLoadBalancer.builder()
                    .transport(transport)
                    .allocator(allocator)
                    .nameServer(names.address())
                    .service(service)
                    .start()) {
                balancer.await(balancer.firstVerdicts());
                assertEquals(Health.UP, first(balancer).health());
                assertEquals("db.test:" + port(server), first(balancer).id());
                assertEquals("127.0.0.1:" + port(server), first(balancer).address());
                assertEquals("hello", greeting(balancer));
            }
        }
        assertEquals(0, allocator.usedDirectMemory());
        assertEquals(0, allocator.usedHeapMemory());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theNextAddressIsDialledWhenOneRefuses(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"))) {
            names.answer("db.test", MINUTE, "127.0.0.2", "127.0.0.3", "127.0.0.1");
            try (LoadBalancer balancer = start(transport, named(port(server)))) {
                awaitHealth(balancer, Health.UNCHECKED);
                for (int i = 0; i < 5; i++) {
                    assertEquals("hello", greeting(balancer));
                }
                awaitIdle(balancer);
                assertEquals(0, first(balancer).failures());
                assertEquals(5, first(balancer).totalConnections());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theNextAddressIsDialledWhenOneSaysNothing(Transport transport) throws IOException {
        try (FullBacklog mute = Ports.unanswered();
                TcpServer server = serverAt("127.0.0.2", mute.address().getPort(), "hello")) {
            names.answer("db.test", MINUTE, "127.0.0.1", "127.0.0.2");
            try (LoadBalancer balancer = start(
                    transport, named(port(server)).timeouts(TcpTimeouts.DEFAULT.connect(Duration.ofMillis(100))))) {
                awaitHealth(balancer, Health.UNCHECKED);
                assertEquals("hello", greeting(balancer));
                awaitIdle(balancer);
                assertEquals(0, first(balancer).failures());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void behindItsLastAddressTheNextServerIsTried(Transport transport) throws IOException {
        try (TcpServer other = TcpServer.start(Behaviour.greeting("other"))) {
            names.answer("db.test", MINUTE, "127.0.0.2", "127.0.0.3");
            try (LoadBalancer balancer =
                    start(transport, named(port(other)).server(server(other)).scheduler(Scheduler.priority()))) {
                awaitHealth(balancer, Health.UNCHECKED);
                assertEquals("other", greeting(balancer));
                awaitIdle(balancer);
                assertEquals(1, first(balancer).failures());
            }
        }
    }

    @Test
    void theDialDeadlineHoldsOverAllAddresses() throws IOException {
        try (FullBacklog mute = Ports.unanswered()) {
            names.answer("db.test", MINUTE, "127.0.0.1", "127.0.0.2");
            try (LoadBalancer balancer = start(
                    Transport.NIO,
                    named(mute.address().getPort())
                            .timeouts(TcpTimeouts.DEFAULT
                                    .connect(Duration.ofSeconds(60))
                                    .dial(Duration.ofMillis(200))))) {
                awaitHealth(balancer, Health.UNCHECKED);
                try (TcpClient client = Balancers.connect(balancer)) {
                    assertEquals(End.RESET, client.readUntilEnd(SOON).end());
                }
                awaitIdle(balancer);
            }
        }
    }

    @Test
    void aServerThatMovesIsFollowedWhenItsTtlIsOver() throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = serverAt("127.0.0.2", port(one), "two")) {
            names.answer("db.test", SECOND, "127.0.0.1");
            try (LoadBalancer balancer = start(Transport.AUTO, named(port(one)))) {
                awaitHealth(balancer, Health.UNCHECKED);
                assertEquals("one", greeting(balancer));
                names.answer("db.test", SECOND, "127.0.0.2");
                Eventually.awaitEqual(
                        "address",
                        "127.0.0.2:" + port(two),
                        SOON,
                        () -> first(balancer).address());
                assertEquals("two", greeting(balancer));
            }
        }
    }

    @Test
    void theLastAddressIsKeptWhenTheNameServerFails() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"))) {
            names.answer("db.test", SECOND, "127.0.0.1");
            try (LoadBalancer balancer = start(Transport.AUTO, named(port(server)))) {
                awaitHealth(balancer, Health.UNCHECKED);
                names.fail("db.test", Failure.SERVFAIL);
                int before = names.asked("A db.test");
                Eventually.await("another question", SOON, () -> names.asked("A db.test") > before);
                Eventually.await("the one after its failure", SOON, () -> names.asked("A db.test") > before + 1);
                assertEquals(Health.UNCHECKED, first(balancer).health());
                assertEquals("hello", greeting(balancer));
            }
        }
    }

    @Test
    void aNameThatComesLaterIsFound() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(Transport.AUTO, named(port(server)))) {
            awaitHealth(balancer, Health.DOWN);
            assertEquals("name not resolved: NXDOMAIN", first(balancer).cause());
            try (TcpClient client = Balancers.connect(balancer)) {
                assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            }
            names.answer("db.test", MINUTE, "127.0.0.1");
            awaitHealth(balancer, Health.UNCHECKED);
            assertEquals("hello", greeting(balancer));
        }
    }

    @Test
    void twoServersOfOneNameShareItsLookups() throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"))) {
            names.answer("db.test", MINUTE, "127.0.0.1");
            try (LoadBalancer balancer = start(Transport.AUTO, named(port(one)).server("db.test", port(two)))) {
                balancer.await(balancer.firstVerdicts());
                Set<String> greetings = new TreeSet<>();
                for (int i = 0; i < 4; i++) { // each of two loops takes its turns
                    greetings.add(greeting(balancer));
                }
                assertEquals(Set.of("one", "two"), greetings);
                assertEquals(1, names.asked("A db.test"));
            }
        }
    }

    /** The extension looks for sockets afterwards, and the gate while the balancer runs. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerIsRemovedWhileItsNameIsAskedFor(Transport transport) throws IOException {
        names.fail("db.test", Failure.SILENCE);
        try (TcpServer other = TcpServer.start(Behaviour.greeting("other"));
                LoadBalancer balancer = start(transport, unchecked(other))) {
            assertEquals("other", greeting(balancer));
            awaitIdle(balancer);
            LeakGate gate = LeakGate.watch("none");
            balancer.await(balancer.service("t").add(RealServer.at("db.test", 80)));
            Eventually.await("the question", SOON, () -> names.asked("A db.test") == 1);
            balancer.await(balancer.service("t").remove("db.test:80"));
            gate.close();
            assertEquals("other", greeting(balancer));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theBalancerIsClosedWhileANameIsAskedFor(Transport transport) {
        names.fail("db.test", Failure.SILENCE);
        try (LoadBalancer balancer = start(transport, named(80))) {
            Eventually.await("the question", SOON, () -> names.asked("A db.test") == 1);
            assertEquals("name not resolved yet", first(balancer).cause());
        }
    }

    @Test
    void onTheHostsLoopsNothingIsLeftEither() {
        names.fail("db.test", Failure.SILENCE);
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            group.submit(() -> {}).syncUninterruptibly();
            LeakGate gate = LeakGate.watch("evenkeel");
            try (LoadBalancer balancer = NettyLoadBalancer.builder()
                    .eventLoopGroup(group)
                    .nameServer(names.address())
                    .service(named(80).build())
                    .start()) {
                Eventually.await("the question", SOON, () -> names.asked("A db.test") == 1);
            }
            gate.close();
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Test
    void withoutNamesNoSocketIsOpened() throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(Transport.NIO, unchecked(server))) {
            assertEquals("hello", greeting(balancer));
            awaitIdle(balancer);
            Inside.of(balancer).assertNoNameWasAskedFor();
        }
    }

    @Test
    void aNameServerIsAnAddressWithAPort() {
        NettyLoadBalancer.Builder builder = NettyLoadBalancer.builder();
        assertEquals(
                "name server: dns.test is not allowed; allowed: an IPv4 or IPv6 address",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> builder.nameServer(InetSocketAddress.createUnresolved("dns.test", 53)))
                        .getMessage());
        assertEquals(
                "name server port: 0 is not allowed; allowed: 1 to 65535",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> builder.nameServer(new InetSocketAddress("127.0.0.1", 0)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder.nameServer(null));
    }
}
