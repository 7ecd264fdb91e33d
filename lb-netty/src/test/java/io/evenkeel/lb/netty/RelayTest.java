package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.ConnectionRecord;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.ReadPermits;
import io.evenkeel.lb.testkit.tcp.Received;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes in at one side comes out at the other: bytes, FIN and reset, on every transport. */
@ExtendWith(LeakExtension.class)
class RelayTest {

    private static final long LARGE = 32L << 20;

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void bytesGoBothWaysUnchanged(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            Received echoed = client.echoSeeded(LARGE, 7, SOON);
            assertEquals(End.FIN, echoed.end(), echoed::toString);
            assertEquals(LARGE, echoed.count());
            awaitIdle(balancer);
            var snapshot = balancer.service("t").servers().get(0).snapshot();
            assertEquals(LARGE, snapshot.bytesIn());
            assertEquals(LARGE, snapshot.bytesOut());
            assertEquals(1, snapshot.totalConnections());
            assertEquals(0, snapshot.failures());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aLargeAnswerEndsWithAFin(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.source(LARGE, 3));
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            Received received = client.readSeeded(LARGE, 3, SOON);
            assertEquals(LARGE, received.count());
            assertEquals(End.FIN, client.readUntilEnd(SOON).end());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aLargeUploadEndsWithAFin(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.sink());
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            client.sendSeeded(LARGE, 5);
            client.shutdownOutput();
            ConnectionRecord record = server.awaitConnections(1, SOON).get(0);
            assertEquals(End.FIN, record.awaitEnd(SOON));
            assertEquals(LARGE, record.bytesIn());
            assertEquals(SeededBytes.of(5).digest(LARGE), record.digestIn());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aHalfClosedClientGetsTheWholeAnswer(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.answerAfterFin("the answer"));
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            client.send("the question");
            client.shutdownOutput();
            Received received = client.readUntilEnd(SOON);
            assertEquals("the answer", received.text());
            assertEquals(End.FIN, received.end());
            assertEquals("the question", server.connections().get(0).receivedText());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatEndsItsHalfFirstStillGetsAllBytes(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.halfCloseFirst());
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            assertEquals(End.FIN, client.readUntilEnd(SOON).end());
            client.sendSeeded(1 << 20, 9);
            client.shutdownOutput();
            ConnectionRecord record = server.awaitConnections(1, SOON).get(0);
            assertEquals(End.FIN, record.awaitEnd(SOON));
            assertEquals(1 << 20, record.bytesIn());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServersResetReachesTheClientAsAReset(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.resetAfterReceiving(5));
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            client.send("12345");
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
            awaitIdle(balancer);
            assertEquals(1, balancer.service("t").servers().get(0).snapshot().failures());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientsResetReachesTheServerAsAReset(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            client.send("x");
            client.readFully(1, SOON);
            client.reset();
            assertEquals(End.RESET, server.awaitConnections(1, SOON).get(0).awaitEnd(SOON));
            awaitIdle(balancer);
            assertEquals(0, balancer.service("t").servers().get(0).snapshot().failures());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aSlowServerHoldsTheClientBackAndLosesNothing(Transport transport) throws Exception {
        ReadPermits permits = ReadPermits.none();
        long size = 24L << 20;
        try (TcpServer server = TcpServer.start(Behaviour.slowReader(permits));
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            Thread sender = new Thread(() -> {
                try {
                    client.sendSeeded(size, 11);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.start();
            ConnectionRecord record = server.awaitConnections(1, SOON).get(0);
            permits.allow(1 << 20);
            record.awaitBytesIn(1 << 20, SOON);
            permits.allowAll();
            assertEquals(End.FIN, record.awaitEnd(Duration.ofSeconds(30)));
            sender.join();
            assertEquals(size, record.bytesIn());
            assertEquals(SeededBytes.of(11).digest(size), record.digestIn());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void addressFamiliesMix(Transport transport) throws IOException {
        try (TcpServer six = TcpServer.start(Behaviour.greeting("six"), new InetSocketAddress("::1", 0));
                TcpServer four = TcpServer.start(Behaviour.greeting("four"));
                LoadBalancer balancer = start(
                        transport,
                        unchecked(four)
                                .listen("::1", 0)
                                .server("::1", six.address().getPort())
                                .scheduler(Scheduler.leastConnections()))) {
            Set<String> greeters = new HashSet<>();
            for (InetSocketAddress address : balancer.service("t").boundAddresses()) {
                for (int i = 0; i < 8; i++) {
                    try (TcpClient client = TcpClient.connect(address)) {
                        greeters.add(client.readUntilEnd(SOON).text());
                    }
                }
                assertEquals(Set.of("four", "six"), greeters);
                greeters.clear();
            }
        }
    }
}
