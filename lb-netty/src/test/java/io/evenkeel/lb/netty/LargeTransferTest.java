package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.ConnectionRecord;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One gibibyte up and one down, every byte checked. */
@Tag("long")
@ExtendWith(LeakExtension.class)
class LargeTransferTest {

    private static final long GIB = 1L << 30;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void up(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.sink());
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            client.sendSeeded(GIB, 5);
            client.shutdownOutput();
            ConnectionRecord record = server.awaitConnections(1, PATIENCE).get(0);
            assertEquals(End.FIN, record.awaitEnd(PATIENCE));
            assertEquals(GIB, record.bytesIn());
            assertEquals(SeededBytes.of(5).digest(GIB), record.digestIn());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void down(Transport transport) throws IOException {
        try (TcpServer server = TcpServer.start(Behaviour.source(GIB, 6));
                LoadBalancer balancer = start(transport, unchecked(server));
                TcpClient client = connect(balancer)) {
            assertEquals(GIB, client.readSeeded(GIB, 6, PATIENCE).count());
            assertEquals(End.FIN, client.readUntilEnd(PATIENCE).end());
        }
    }
}
