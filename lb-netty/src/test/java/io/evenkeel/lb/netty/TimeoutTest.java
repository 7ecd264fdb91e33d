package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Silence ends a connection with a reset on both sides, and only silence does. */
@ExtendWith(LeakExtension.class)
class TimeoutTest {

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void anIdleConnectionIsResetOnBothSides(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer =
                        start(transport, unchecked(server).timeouts(TcpTimeouts.DEFAULT.idle(Duration.ofMillis(300))));
                TcpClient client = connect(balancer)) {
            long begun = System.nanoTime();
            for (int i = 0; i < 40; i++) { // a conversation is no silence, however long it takes
                client.send("x");
                assertEquals("x", client.readFully(1, SOON).text());
            }
            long spoken = System.nanoTime();
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            assertTrue(System.nanoTime() - begun >= Duration.ofMillis(240).toNanos());
            assertTrue(System.nanoTime() - spoken <= Duration.ofSeconds(5).toNanos());
            assertEquals(End.RESET, server.connections().get(0).awaitEnd(SOON));
            awaitIdle(balancer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aHalfClosedConnectionIsResetAfterTheFinTimeout(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.silent());
                LoadBalancer balancer =
                        start(transport, unchecked(server).timeouts(TcpTimeouts.DEFAULT.fin(Duration.ofMillis(200))));
                TcpClient client = connect(balancer)) {
            client.send("x");
            client.shutdownOutput();
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            awaitIdle(balancer);
        }
    }
}
