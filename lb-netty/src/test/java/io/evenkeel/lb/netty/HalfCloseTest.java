package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.ConnectionRecord;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.ReadPermits;
import io.evenkeel.lb.testkit.tcp.Received;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpConnection;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One half has ended and the other goes on, for longer than the sockets' buffers reach: every byte arrives, then the FIN.
 * (Netty's epoll loses track of a socket whose input has ended: its output then broke off as soon as it was full.)
 */
@ExtendWith(LeakExtension.class)
class HalfCloseTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LARGE = 24L << 20;
    private static final int SMALL_BUFFER = 65536;

    /** Reads to the client's FIN, and only then sends a large answer. */
    private static Behaviour largeAnswerAfterFin(long seed) {
        return connection -> {
            connection.drain();
            send(connection.output(), seed);
        };
    }

    /** Says its FIN first, and then reads as the permits allow. */
    private static Behaviour finThenSlow(ReadPermits permits) {
        Behaviour slow = Behaviour.slowReader(permits);
        return new Behaviour() {
            @Override
            public void serve(TcpConnection connection) throws IOException, InterruptedException {
                connection.shutdownOutput();
                slow.serve(connection);
            }

            @Override
            public int receiveBufferBytes() {
                return slow.receiveBufferBytes();
            }
        };
    }

    private static void send(OutputStream output, long seed) throws IOException {
        int chunk = 1 << 16;
        for (long position = 0; position < LARGE; position += chunk) {
            output.write(SeededBytes.of(seed).slice(position, chunk));
        }
    }

    private static void awaitStall(LoadBalancer balancer, ToLongFunction<ServerSnapshot> bytes) {
        long[] last = {0};
        int[] still = {0};
        Eventually.await("a stall", PATIENCE, () -> {
            long now = bytes.applyAsLong(balancer.service("t").servers().get(0).snapshot());
            still[0] = now > 0 && now == last[0] ? still[0] + 1 : 0;
            last[0] = now;
            return still[0] > 300;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientThatHasSentItsFinMayReadSlowly(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(largeAnswerAfterFin(3));
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = TcpClient.connect(Balancers.address(balancer), null, SMALL_BUFFER)) {
            client.send("the question");
            client.shutdownOutput();
            awaitStall(balancer, ServerSnapshot::bytesOut);
            Received received = client.readSeeded(LARGE + 1, 3, PATIENCE);
            assertEquals(LARGE + " bytes, end FIN", received.toString());
            assertEquals("the question", server.connections().get(0).receivedText());
            awaitIdle(balancer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServerThatHasSentItsFinMayReadSlowly(Transport transport) throws Exception {
        ReadPermits permits = ReadPermits.none();
        try (TcpServer server = TcpServer.start(finThenSlow(permits));
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            assertEquals("0 bytes, end FIN", client.readUntilEnd(PATIENCE).toString());
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client));
            awaitStall(balancer, ServerSnapshot::bytesIn);
            permits.allowAll();
            ConnectionRecord record = server.connections().get(0);
            assertEquals(End.FIN, record.awaitEnd(PATIENCE));
            assertEquals(LARGE, record.bytesIn());
            assertEquals(SeededBytes.of(5).digest(LARGE), record.digestIn());
            sent.join();
            awaitIdle(balancer);
        }
    }

    private static void sendAll(TcpClient client) {
        try {
            client.sendSeeded(LARGE, 5);
            client.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError("the upload broke off", e);
        }
    }

    /** Server and client have sent their FINs, the client does not read: the kernel goes on to report a hang-up. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aHungUpSocketDoesNotSpinTheLoop(Transport transport) throws IOException {
        byte[] answer = SeededBytes.of(9).slice(0, 5 << 20);
        Behaviour behaviour = connection -> {
            connection.drain();
            connection.output().write(answer);
        };
        try (TcpServer server = TcpServer.start(behaviour);
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = TcpClient.connect(Balancers.address(balancer), null, SMALL_BUFFER)) {
            client.shutdownOutput();
            server.awaitConnections(1, PATIENCE).get(0).awaitClosed(PATIENCE);
            awaitStall(balancer, ServerSnapshot::bytesOut);
            long begun = System.nanoTime();
            long[] used = loopNanos();
            Eventually.await("a second", PATIENCE, () -> System.nanoTime() - begun > 1_000_000_000L);
            long burnt = Arrays.stream(loopNanos()).sum() - Arrays.stream(used).sum();
            assertTrue(burnt < 200_000_000L, () -> "the loops used " + burnt / 1_000_000 + " ms of a second");
            assertEquals(
                    answer.length + " bytes, end FIN",
                    client.readSeeded(answer.length + 1, 9, PATIENCE).toString());
        }
    }

    /** Of answers a little larger than what the sockets on the way hold, some have their FIN come while bytes wait. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aFinThatComesWhileBytesWaitGoesOutAfterThem(Transport transport) throws IOException {
        Behaviour behaviour = connection -> {
            int size = new DataInputStream(connection.input()).readInt();
            connection.output().write(SeededBytes.of(size).slice(0, size));
        };
        List<TcpClient> clients = new ArrayList<>();
        try (TcpServer server = TcpServer.start(behaviour);
                LoadBalancer balancer = start(transport, unchecked(server))) {
            for (int i = 0; i < 32; i++) {
                TcpClient client = TcpClient.connect(Balancers.address(balancer), null, SMALL_BUFFER);
                clients.add(client);
                client.send(ByteBuffer.allocate(4).putInt(size(i)).array());
            }
            server.awaitConnections(clients.size(), PATIENCE);
            awaitStall(balancer, ServerSnapshot::bytesOut);
            for (int i = 0; i < clients.size(); i++) {
                Received received = clients.get(i).readSeeded(size(i) + 1, size(i), PATIENCE);
                assertEquals(size(i) + " bytes, end FIN", received.toString());
            }
        } finally {
            clients.forEach(TcpClient::close);
        }
    }

    private static int size(int client) {
        return (7 << 19) + client * 50_000; // 3.5 to 5 MiB
    }

    private static long[] loopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().startsWith("evenkeel-io"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .toArray();
    }
}
