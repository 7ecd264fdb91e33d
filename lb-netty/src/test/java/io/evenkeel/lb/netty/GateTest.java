package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service's connection limit: those above it wait in the kernel, and are served when others leave. */
@ExtendWith(LeakExtension.class)
class GateTest {

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void clientsAboveTheLimitWaitAndAreServedInTurn(Transport transport) throws IOException {
        int limit = 3;
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer =
                        start(transport, unchecked(server).limits(ConnectionLimits.NONE.connections(limit)))) {
            List<TcpClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                TcpClient client = connect(balancer);
                client.send("x");
                clients.add(client);
            }
            for (TcpClient client : clients) {
                assertEquals("x", client.readFully(1, SOON).text());
                int open = balancer.service("t").servers().get(0).snapshot().inFlight();
                assertEquals(Math.min(limit, open), open);
                client.close();
            }
            awaitIdle(balancer);
            assertEquals(30, server.accepted());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aRaisedLimitLetsThemInAtOnce(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer =
                        start(transport, unchecked(server).limits(ConnectionLimits.NONE.connections(1)));
                TcpClient first = connect(balancer);
                TcpClient second = connect(balancer)) {
            first.send("1");
            assertEquals("1", first.readFully(1, SOON).text());
            second.send("2");
            balancer.await(balancer.replace(unchecked(server)
                    .limits(ConnectionLimits.NONE.connections(2))
                    .build()));
            assertEquals("2", second.readFully(1, SOON).text());
        }
    }
}
