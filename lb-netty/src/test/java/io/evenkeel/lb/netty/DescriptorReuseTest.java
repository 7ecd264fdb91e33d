package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Descriptors that one connection gives back are the next one's numbers, perhaps in the same turn of an event loop, while
 * events of their former owner still wait to be handled.
 */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
class DescriptorReuseTest {

    private static final int PAIRS = 8;
    private static final int HOLES = 64;
    private static final int ROUNDS = 8;

    /**
     * In one turn: clients reset, so that the descriptors of both their sides are closed; a new client is taken in, who
     * gets these numbers; and only then comes what the old servers had to say. Other threads take numbers too, hence the
     * rounds.
     */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void eventsOfAFormerOwnerAreNotTheNextOnes(Transport transport) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            round(transport);
        }
    }

    private static void round(Transport transport) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(PAIRS);
        Behaviour echoOnce = connection -> {
            connection.output().write(connection.input().read());
            awaitLatch(end);
            connection.shutdownOutput();
            ended.countDown();
        };
        List<Closeable> plugs = new ArrayList<>();
        List<TcpClient> clients = new ArrayList<>();
        try (TcpServer server = TcpServer.start(echoOnce);
                LoadBalancer balancer = NettyLoadBalancer.builder()
                        .transport(transport)
                        .threads(1)
                        .service(unchecked(server).build())
                        .start()) {
            List<TcpClient> old = clients(balancer, "a", clients);
            for (TcpClient client : old) {
                assertEquals("a", client.readFully(1, SOON).text());
            }

            CountDownLatch goOn = Inside.of(balancer).stopLoops();
            old.forEach(TcpClient::reset);
            List<TcpClient> fresh = clients(balancer, "b", clients);
            end.countDown();
            awaitLatch(ended);
            for (int i = 0; i < HOLES; i++) { // the lowest free numbers are to be those of the old connections
                plugs.add(new FileInputStream("/dev/null"));
            }
            goOn.countDown();

            for (TcpClient client : fresh) {
                assertEquals("b", client.readFully(1, SOON).text());
                client.close();
            }
            awaitIdle(balancer);
        } finally {
            clients.forEach(TcpClient::close);
            for (Closeable plug : plugs) {
                plug.close();
            }
        }
    }

    private static List<TcpClient> clients(LoadBalancer balancer, String sends, List<TcpClient> all)
            throws IOException {
        List<TcpClient> clients = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            TcpClient client = TcpClient.connect(address(balancer));
            all.add(client);
            clients.add(client);
            client.send(sends);
        }
        return clients;
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("it does not end");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
