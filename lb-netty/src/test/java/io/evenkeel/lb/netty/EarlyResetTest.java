package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resets at the worst moments: while a connection is being set up, right behind the last byte, under a pending write. */
@ExtendWith(LeakExtension.class)
class EarlyResetTest {

    private static final Duration PROMPT = Duration.ofSeconds(5);

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientThatResetsWhileItIsTakenInLeavesNothing(Transport transport) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server))) {
            InetSocketAddress address = address(balancer);
            for (int i = 0; i < 2000; i++) {
                try (Socket client = new Socket()) {
                    client.connect(address);
                    LockSupport.parkNanos(random.nextInt(4) * 20_000L);
                    client.setSoLinger(true, 0);
                }
            }
            awaitIdle(balancer);
            Inside.of(balancer).assertIdle(SOON);
        }
    }

    /** The server's reset may come between the end of the connect and the client's FIN that is passed on. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatResetsAtOnceWhileTheClientEndsLeavesNothing(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.resetOnAccept());
                LoadBalancer balancer = start(transport, unchecked(server))) {
            for (int i = 0; i < 2000; i++) {
                try (TcpClient client = connect(balancer)) {
                    endOutput(client);
                    assertEquals(End.RESET, client.readUntilEnd(PROMPT).end(), "connection " + i);
                }
            }
            awaitIdle(balancer);
        }
    }

    private static void endOutput(TcpClient client) throws IOException {
        try {
            client.shutdownOutput();
        } catch (SocketException alreadyReset) {
            client.readUntilEnd(PROMPT); // which tells so
        }
    }

    /** The reset comes in one go with bytes: io_uring's poll wakes once for both. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aResetRightBehindBytesIsNoticedAtOnce(Transport transport) throws IOException {
        for (int size : new int[] {1, 99, 100_000}) {
            try (TcpServer server = TcpServer.start(Behaviour.resetAfterSending(size, 7));
                    LoadBalancer balancer = start(transport, unchecked(server))) {
                for (int i = 0; i < 50; i++) {
                    try (TcpClient client = connect(balancer)) {
                        assertEquals(
                                End.RESET,
                                client.readSeeded(size + 1, 7, PROMPT).end());
                    }
                }
                awaitIdle(balancer);
            }
        }
    }

    /** Whoever does not read, and resets, must not look to the other side as if it had said its FIN. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aResetUnderAPendingWriteIsNoFin(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.source(64L << 20, 7));
                LoadBalancer balancer = start(transport, unchecked(server))) {
            for (int i = 0; i < 30; i++) {
                try (TcpClient client = TcpClient.connect(address(balancer), null, 65536)) {
                    assertEquals(65536, client.readFully(65536, SOON).count());
                    client.reset();
                }
                assertEquals(
                        End.RESET, server.awaitConnections(i + 1, SOON).get(i).awaitEnd(SOON));
            }
        }
        try (TcpServer server = TcpServer.start(Behaviour.resetAfterReceiving(100_000));
                LoadBalancer balancer = start(transport, unchecked(server))) {
            for (int i = 0; i < 30; i++) {
                try (TcpClient client = connect(balancer)) {
                    assertEquals(
                            End.RESET, client.echoSeeded(32L << 20, 7, SOON).end());
                }
            }
            awaitIdle(balancer);
        }
    }
}
