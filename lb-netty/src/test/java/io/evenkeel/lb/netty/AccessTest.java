package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.Received;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is on the list is served, and who is not is reset before a server hears of it. */
@ExtendWith(LeakExtension.class)
class AccessTest {

    private static final AccessList NOT_2 = AccessList.ALL.deny("127.0.0.2");

    private static TcpClient from(String host, InetSocketAddress to) throws IOException {
        return TcpClient.connect(to, new InetSocketAddress(host, 0));
    }

    private static Received read(String host, InetSocketAddress to) throws IOException {
        try (TcpClient client = from(host, to)) {
            return client.readUntilEnd(SOON);
        }
    }

    private static long refused(LoadBalancer balancer) {
        return balancer.service("t").snapshot().refused().get(Refusal.ACCESS);
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whoIsDeniedIsResetAndCountedAndNoServerHearsOfIt(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(transport, unchecked(server).access(NOT_2))) {
            for (int i = 1; i <= 20; i++) {
                assertEquals(End.RESET, read("127.0.0.2", address(balancer)).end());
                assertEquals("hello", read("127.0.0.3", address(balancer)).text());
                assertEquals(i, refused(balancer));
            }
            assertEquals(20, server.accepted());
            Inside.of(balancer).assertIdle(SOON);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whoIsNotAllowedIsReset(Transport transport) throws IOException {
        AccessList only3 = AccessList.ALL.allow("127.0.0.3");
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(transport, unchecked(server).access(only3))) {
            assertEquals("hello", read("127.0.0.3", address(balancer)).text());
            assertEquals(End.RESET, read("127.0.0.1", address(balancer)).end());
        }
    }

    /** Such a socket sees them at ::ffff:127.0.0.2. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void onAListenerOfBothFamiliesIPv4ClientsAreOfIPv4(Transport transport) throws IOException {
        AccessList list = AccessList.ALL.deny("127.0.0.2").deny("::1");
        try (TcpServer server = TcpServer.start(Behaviour.greeting("hello"));
                LoadBalancer balancer = start(
                        transport,
                        VirtualService.tcp("t")
                                .listen("::", 0)
                                .access(list)
                                .server(Balancers.server(server))
                                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT))) {
            int port = address(balancer).getPort();
            InetSocketAddress v4 = new InetSocketAddress("127.0.0.1", port);
            assertEquals("hello", read("127.0.0.3", v4).text());
            assertEquals(End.RESET, read("127.0.0.2", v4).end());
            assertEquals(
                    End.RESET, read("::1", new InetSocketAddress("::1", port)).end());
            assertEquals(2, refused(balancer));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aChangedListTouchesNobodyWhoIsConnected(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient held = from("127.0.0.2", address(balancer))) {
            held.send("a");
            assertEquals("a", held.readFully(1, SOON).text());
            balancer.await(balancer.replace(unchecked(server).access(NOT_2).build()));
            assertEquals(End.RESET, read("127.0.0.2", address(balancer)).end());
            held.send("b");
            assertEquals("b", held.readFully(1, SOON).text());
            balancer.await(balancer.replace(unchecked(server).build()));
            try (TcpClient again = from("127.0.0.2", address(balancer))) {
                again.send("c");
                assertEquals("c", again.readFully(1, SOON).text());
            }
            assertEquals(1, refused(balancer));
        }
    }
}
