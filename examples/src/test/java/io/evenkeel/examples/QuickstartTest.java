package io.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.AdminState;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.LoadBalancerObserver;
import io.evenkeel.lb.ServerEvent;
import io.evenkeel.lb.ServerSnapshot;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server stops and returns while clients come, each on a connection of its own. */
class QuickstartTest {

    private final List<ServerSnapshot> changes = new CopyOnWriteArrayList<>();
    private WebServer first;
    private WebServer second;
    private LoadBalancer balancer;

    @BeforeEach
    void start() throws IOException {
        first = WebServer.startAtOrAbove(9100);
        second = WebServer.startAtOrAbove(9100);
        balancer = NettyLoadBalancer.builder()
                .service(VirtualService.tcp("web")
                        .listen("127.0.0.1", 0)
                        .server("127.0.0.1", first.port())
                        .server("127.0.0.1", second.port())
                        .healthPolicy(HealthPolicy.every(Duration.ofMillis(50)))
                        .build())
                .threads(1)
                .observer(new LoadBalancerObserver() {
                    @Override
                    public void onHealth(ServerEvent event) {
                        changes.add(event.server());
                    }

                    @Override
                    public void onAdmin(ServerEvent event) {
                        changes.add(event.server());
                    }
                })
                .start();
        balancer.await(balancer.firstVerdicts());
    }

    @AfterEach
    void stop() {
        balancer.close();
        first.stop();
        second.stop();
    }

    @Test
    void twoServersHaveTwoPorts() {
        assertTrue(first.port() != second.port());
    }

    @Test
    void noClientNoticesThatAServerStopsAndReturns() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch flowing = new CountDownLatch(20);
        ExecutorService clients = Executors.newFixedThreadPool(2);
        Runnable client = () -> {
            while (!enough.get()) {
                try {
                    seen.add(ask());
                } catch (IOException e) {
                    wrong.add(e.toString());
                }
                flowing.countDown();
            }
        };
        List<Future<?>> running = List.of(clients.submit(client), clients.submit(client));
        assertTrue(flowing.await(20, TimeUnit.SECONDS));

        Quickstart.stopAndReturn(balancer, "127.0.0.1:" + first.port(), first);

        enough.set(true);
        for (Future<?> each : running) {
            each.get(20, TimeUnit.SECONDS);
        }
        clients.shutdown();
        assertEquals(List.of(), List.copyOf(wrong));
        assertEquals(Set.of("served by 127.0.0.1:" + first.port(), "served by 127.0.0.1:" + second.port()), seen);
    }

    @Test
    void theServerIsDrainedBeforeItStopsAndEnabledAfterItIsUpAgain() throws Exception {
        String id = "127.0.0.1:" + first.port();
        changes.clear();

        Quickstart.stopAndReturn(balancer, id, first);

        // The last event is sent after the publication that the command waits for.
        balancer.await(
                balancer.service("web").server("127.0.0.1:" + second.port()).weight(1));
        List<String> states = changes.stream()
                .filter(server -> server.id().equals(id))
                .filter(server -> server.health() == Health.UP || server.health() == Health.DOWN)
                .map(server -> server.health() + " " + server.admin())
                .toList();
        assertEquals(List.of("up draining", "down draining", "up draining", "up enabled"), states);
        assertEquals(
                AdminState.ENABLED,
                balancer.service("web").server(id).snapshot().admin());
    }

    @Test
    void aServerThatLeavesAsksItsClientsToCloseTheirConnections() throws Exception {
        try (Socket socket = connect()) {
            String kept = exchange(socket, "keep-alive");
            assertTrue(!kept.contains("Connection: close"), kept);
            first.leave();
            second.leave();
            String last = exchange(socket, "keep-alive");
            assertTrue(last.contains("Connection: close"), last);
        }
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = balancer.service("web").boundAddresses().get(0);
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String ask() throws IOException {
        try (Socket socket = connect()) {
            return exchange(socket, "close")
                    .lines()
                    .reduce((head, line) -> line)
                    .orElseThrow();
        }
    }

    /** The answer's head and its one line of body. */
    private static String exchange(Socket socket, String connection) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: test\r\nConnection: " + connection + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        for (String line = in.readLine(); ; line = in.readLine()) {
            if (line == null) {
                throw new IOException("the connection ended within the answer: " + answer);
            }
            answer.append(line).append('\n');
            if (line.startsWith("served by ")) {
                return answer.toString();
            }
        }
    }
}
