package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.FAST;
import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.checked;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.greeting;
import static io.evenkeel.lb.netty.Balancers.id;
import static io.evenkeel.lb.netty.Balancers.server;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.status.ServiceStatus;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients get when servers fail, fill up and come back: each kind of {@link Availability} once over real sockets. */
@ExtendWith(LeakExtension.class)
class AvailabilityTest {

    private static void awaitHealth(LoadBalancer balancer, TcpServer server, Health health) {
        Eventually.awaitEqual(
                "health",
                health,
                SOON,
                () -> balancer.service("t").server(id(server)).snapshot().health());
    }

    private static ServiceStatus status(LoadBalancer balancer) {
        return balancer.service("t").snapshot().status();
    }

    private static Set<String> greetings(LoadBalancer balancer, int clients) throws IOException {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < clients; i++) {
            all.add(greeting(balancer));
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void theSorryServerTakesClientsWhenAllAreDown(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer sorry = TcpServer.start(Behaviour.greeting("sorry"));
                LoadBalancer balancer =
                        start(transport, checked(one).availability(Availability.DEFAULT.sorryServer(server(sorry))))) {
            assertEquals("one", greeting(balancer));
            one.kill();
            assertEquals("sorry", greeting(balancer), "even before the check knows");
            awaitHealth(balancer, one, Health.DOWN);
            assertEquals(ServiceStatus.SORRY, status(balancer));
            assertEquals("sorry", greeting(balancer));
            assertEquals(
                    2,
                    balancer.service("t")
                            .snapshot()
                            .pools()
                            .get(0)
                            .sorryServer()
                            .orElseThrow()
                            .totalConnections());
            one.restart();
            awaitHealth(balancer, one, Health.UP);
            assertEquals("one", greeting(balancer));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void withoutOneTheyAreResetAndCounted(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                LoadBalancer balancer = start(transport, checked(one))) {
            one.kill();
            awaitHealth(balancer, one, Health.DOWN);
            try (TcpClient client = connect(balancer)) {
                assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            }
            assertEquals(1, balancer.service("t").snapshot().refused().get(Refusal.NO_SERVER));
            one.restart();
            awaitHealth(balancer, one, Health.UP);
        }
    }

    /** The dial fails, the next server takes the client, and after three such the first is not asked any more. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatCannotBeReachedIsEjectedAndComesBack(Transport transport) throws IOException {
        Ejection ejection = Ejection.afterFailures(3).time(Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer =
                        start(transport, unchecked(one, two).availability(Availability.DEFAULT.ejection(ejection)))) {
            one.kill();
            for (int i = 0; i < 20; i++) { // each event loop has a rotation of its own
                assertEquals("two", greeting(balancer));
            }
            awaitHealth(balancer, one, Health.EJECTED);
            assertEquals(ServiceStatus.DEGRADED, status(balancer));
            assertTrue(balancer.service("t").server(id(one)).snapshot().cause().contains("3 failures in a row"));
            one.restart();
            awaitHealth(balancer, one, Health.UNCHECKED);
            assertEquals(Set.of("one", "two"), greetings(balancer, 8));
        }
    }

    /** It accepts, and resets before it has said a word; a check of the port is content with that. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatResetsUnansweredIsEjectedThoughItsCheckIsContent(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.resetOnAccept());
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(
                        transport,
                        checked(one, two)
                                .availability(Availability.DEFAULT.ejection(Ejection.afterFailures(2)
                                        .time(Duration.ofMinutes(1), Duration.ofMinutes(1)))))) {
            balancer.await(balancer.firstVerdicts());
            for (int i = 0; i < 10; i++) {
                try (TcpClient client = connect(balancer)) {
                    client.readUntilEnd(SOON);
                }
            }
            awaitHealth(balancer, one, Health.EJECTED);
            assertEquals(Set.of("two"), greetings(balancer, 6));
            one.become(Behaviour.greeting("one"));
            balancer.await(balancer.service("t").server(id(one)).enable());
            assertEquals(Set.of("one", "two"), greetings(balancer, 8), "the operator lets it in again");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void anotherPriorityHelpsOutWhenFewAreLeft(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                TcpServer spare = TcpServer.start(Behaviour.greeting("spare"));
                LoadBalancer balancer = start(
                        transport,
                        checked(one, two)
                                .server(server(spare).priority(1))
                                .availability(Availability.DEFAULT.overflowBelow(2)))) {
            balancer.await(balancer.firstVerdicts());
            assertEquals(Set.of("one", "two"), greetings(balancer, 12));
            one.kill();
            awaitHealth(balancer, one, Health.DOWN);
            assertEquals(Set.of("two", "spare"), greetings(balancer, 12));
            one.restart();
            awaitHealth(balancer, one, Health.UP);
            assertEquals(Set.of("one", "two"), greetings(balancer, 12));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void belowItsMinimumAServiceIsDown(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer =
                        start(transport, checked(one, two).availability(Availability.DEFAULT.minimumServers(2)));
                TcpClient held = connect(balancer)) {
            balancer.await(balancer.firstVerdicts());
            held.send("a");
            assertEquals("a", held.readFully(1, SOON).text());
            TcpServer other = one.accepted() > two.accepted() ? two : one;
            balancer.await(balancer.service("t").server(id(other)).disable());
            assertEquals(ServiceStatus.DOWN, status(balancer));
            try (TcpClient client = connect(balancer)) {
                assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            }
            held.send("b");
            assertEquals("b", held.readFully(1, SOON).text(), "who is connected goes on");
            balancer.await(balancer.service("t").server(id(other)).enable());
            assertEquals(ServiceStatus.UP, status(balancer));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whenACriticalServerFailsTheServiceIsDown(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer =
                        start(transport, checked(one).server(server(two).critical(true)))) {
            balancer.await(balancer.firstVerdicts());
            assertEquals(ServiceStatus.UP, status(balancer));
            two.kill();
            awaitHealth(balancer, two, Health.DOWN);
            assertEquals(ServiceStatus.DOWN, status(balancer));
            try (TcpClient client = connect(balancer)) {
                assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            }
            two.restart();
            awaitHealth(balancer, two, Health.UP);
            assertEquals(ServiceStatus.UP, status(balancer));
        }
    }

    /** The web server is there, and of no use without the process that the other service's check watches. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerIsHealthyAsTheOneThatItFollows(Transport transport) throws IOException {
        try (TcpServer web = TcpServer.start(Behaviour.greeting("web"));
                TcpServer main = TcpServer.start(Behaviour.greeting("main"));
                LoadBalancer balancer =
                        start(transport, checked().server(server(web).healthyAs("main", id(main))))) {
            balancer.await(balancer.add(VirtualService.tcp("main")
                    .listen("127.0.0.1", 0)
                    .server(server(main))
                    .healthPolicy(FAST)
                    .build()));
            balancer.await(balancer.firstVerdicts());
            assertEquals(
                    Health.UP, balancer.service("t").server(id(web)).snapshot().health());
            main.kill();
            awaitHealth(balancer, web, Health.DOWN);
            assertEquals(
                    "main/" + id(main) + ": connection refused",
                    balancer.service("t").server(id(web)).snapshot().cause());
            main.restart();
            awaitHealth(balancer, web, Health.UP);
            assertEquals("web", greeting(balancer));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void inPanicTheCheckIsNotBelieved(Transport transport) throws IOException {
        // The checks' port is dead for all but one; the traffic's ports are well.
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                TcpServer checkPort = TcpServer.start(Behaviour.greeting("checked"));
                LoadBalancer balancer = start(
                        transport,
                        checked(one, two)
                                .healthPolicy(FAST.port(checkPort.address().getPort()))
                                .availability(Availability.DEFAULT.panicBelow(50)))) {
            checkPort.kill();
            awaitHealth(balancer, one, Health.DOWN);
            awaitHealth(balancer, two, Health.DOWN);
            assertEquals(Set.of("one", "two"), greetings(balancer, 8));
            assertEquals(ServiceStatus.DEGRADED, status(balancer));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatComesBackStartsSlowly(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                LoadBalancer balancer = start(
                        transport,
                        checked(one, two).availability(Availability.DEFAULT.slowStart(Duration.ofHours(1))))) {
            balancer.await(balancer.firstVerdicts());
            one.kill();
            awaitHealth(balancer, one, Health.DOWN);
            one.restart();
            awaitHealth(balancer, one, Health.UP);
            for (int i = 0; i < 100; i++) {
                greeting(balancer);
            }
            // One hundredth of its half is expected; a full share would be 50.
            long given = balancer.service("t").server(id(one)).snapshot().totalConnections();
            assertTrue(given <= 10, () -> "given " + given);
            two.kill();
            awaitHealth(balancer, two, Health.DOWN);
            assertEquals("one", greeting(balancer), "rather a server in slow start than none");
        }
    }
}
