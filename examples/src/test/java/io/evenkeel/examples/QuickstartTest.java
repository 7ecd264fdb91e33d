package io.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServerSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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

/** A server stops and returns while clients send requests, on connections of their own and on one that is kept. */
class QuickstartTest {

    private final List<ServerSnapshot> changes = new CopyOnWriteArrayList<>();
    private WebServer first;
    private WebServer second;
    private LoadBalancer balancer;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() throws IOException {
        first = WebServer.startAtOrAbove(9100);
        second = WebServer.startAtOrAbove(9100);
        balancer = NettyLoadBalancer.builder()
                .service(VirtualService.http("web")
                        .listen("127.0.0.1", 0)
                        .server("127.0.0.1", first.port())
                        .server("127.0.0.1", second.port())
                        .healthCheck(HealthChecks.http("/"), HealthPolicy.every(Duration.ofMillis(500)))
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
    void noRequestFailsWhileAServerStopsAndReturns() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch flowing = new CountDownLatch(20);
        List<Callable<String>> clients =
                List.of(this::ask, this::ask, this::askOnKeptConnection, this::askOnKeptConnection);
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        List<Future<?>> running = new ArrayList<>();
        for (Callable<String> client : clients) {
            running.add(threads.submit(() -> {
                while (!enough.get()) {
                    try {
                        seen.add(client.call());
                    } catch (Exception e) {
                        wrong.add(e.toString());
                    }
                    flowing.countDown();
                }
            }));
        }
        assertTrue(flowing.await(20, TimeUnit.SECONDS));

        Quickstart.stopAndReturn(balancer, "127.0.0.1:" + first.port(), first);
        Quickstart.stopAndReturn(balancer, "127.0.0.1:" + second.port(), second);

        enough.set(true);
        for (Future<?> each : running) {
            each.get(20, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertEquals(List.of(), List.copyOf(wrong));
        assertEquals(Set.of(served(first), served(second)), seen);
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
    void eachRequestOfAConnectionIsBalanced() throws Exception {
        try (Socket socket = connect()) {
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                answers.add(exchange(socket, "keep-alive"));
            }
            assertEquals(Set.of(served(first), served(second)), answers);
        }
    }

    @Test
    void theServersTakeGetAndHeadOnly() throws Exception {
        for (String method : List.of("GET", "HEAD", "POST")) {
            HttpRequest request = request()
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertEquals(method.equals("POST") ? 405 : 200, answer.statusCode(), method);
            assertEquals(method.equals("GET"), answer.body().startsWith("served by "), method);
        }
    }

    private static String served(WebServer server) {
        return "served by 127.0.0.1:" + server.port();
    }

    private InetSocketAddress address() {
        return balancer.service("web").boundAddresses().get(0);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address().getPort() + "/"))
                .timeout(Duration.ofSeconds(20));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address().getAddress(), address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String ask() throws IOException {
        try (Socket socket = connect()) {
            return exchange(socket, "close");
        }
    }

    private String askOnKeptConnection() throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request().build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return answer.body().strip();
    }

    /** The one line of the answer's body. */
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
                return line;
            }
        }
    }
}
