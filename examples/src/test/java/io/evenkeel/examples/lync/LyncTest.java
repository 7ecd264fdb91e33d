package io.evenkeel.examples.lync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.examples.standalone.HostPort;
import io.evenkeel.examples.standalone.Json;
import io.evenkeel.examples.standalone.StatusServer;
import io.evenkeel.lb.observe.LoadBalancerObserver;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What happens to a pool's clients, seen from their addresses, and what the status document says meanwhile. */
@EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.1 is the only loopback address
class LyncTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TWO_INTERVALS = LyncServices.CHECK.interval().multipliedBy(2);
    /** A busy machine's. */
    private static final Duration DELAY = Duration.ofSeconds(2);

    private static final int SERVICES = 16;
    private static final List<Integer> WEB_AND_SIP = List.of(10_443, 10_080, 5061, 10_444);

    private final Loopback loopback = new Loopback();
    private final String first = loopback.frontEnds().get(0);
    private final String second = loopback.frontEnds().get(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> kept = new ArrayList<>();
    private LyncPool pool;
    private Commands commands;
    private StatusServer status;

    @BeforeEach
    void start() {
        pool = LyncPool.start(
                new LyncServices(loopback.vip(), loopback.frontEnds(), Ports.moved()).all(),
                loopback.frontEnds(),
                new LoadBalancerObserver() {});
        commands = new Commands(pool);
        status = StatusServer.start(StatusServer.parse("127.0.0.1:0"), pool.balancer()::snapshot);
        eventually(PATIENCE, () -> servers(first, "health", "up") && servers(second, "health", "up"));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : kept) {
            socket.close();
        }
        status.close();
        pool.close();
    }

    @Test
    void everyServiceIsUpButTheOneThatIsNotDeployed() {
        eventually(PATIENCE, () -> status().get(LyncPool.NOT_DEPLOYED).status().equals("down"));
        Map<String, Service> services = status();
        assertEquals(SERVICES, services.size());
        services.forEach((name, service) ->
                assertEquals(name.equals(LyncPool.NOT_DEPLOYED) ? "down" : "up", service.status(), name));
        Set<?> listeners = new HashSet<>(services.get("web-internal").listen());
        assertEquals(Set.of(loopback.vip() + ":10443", loopback.vip() + ":10080"), listeners);
        assertEquals(
                List.of(loopback.vip() + ":4443"), services.get("web-external").listen());
        assertEquals(
                List.of(loopback.vip() + ":8080"),
                services.get("web-external-80").listen());
    }

    @Test
    void aClientMeetsOneFrontEndOnAllPorts() throws IOException {
        Set<Integer> seen = new HashSet<>();
        for (int client = 0; client < 20; client++) {
            int frontEnd = keep(client, WEB_AND_SIP.get(client % 4));
            for (int port : WEB_AND_SIP) {
                assertEquals(frontEnd, ask(client, port), "client " + client + " on " + port);
            }
            seen.add(frontEnd);
        }
        assertEquals(Set.of(1, 2), seen);
    }

    @Test
    void aStoppedFrontEndIsRedEverywhereAndItsClientsGetTheOther() throws IOException {
        int moved = clientOf(1, 5061);

        long stopped = System.nanoTime();
        assertEquals("Front End 1 is stopped; its clients are reset", commands.answer("stop 1"));
        assertEquals(2, ask(moved, 10_443), "the next server is dialled before a check has failed");
        eventually(PATIENCE, () -> servers(first, "health", "down"));
        Duration red = Duration.ofNanos(System.nanoTime() - stopped);
        assertTrue(red.compareTo(TWO_INTERVALS.plus(DELAY)) < 0, red.toString());
        deployed().forEach((name, service) -> {
            assertEquals("degraded", service.status(), name);
            assertEquals("connection refused", service.servers().get(first).get("cause"), name);
            assertEquals("up", service.servers().get(second).get("health"), name);
        });
        for (int client = 100; client < 110; client++) {
            assertEquals(2, ask(client, 5061));
        }

        assertEquals("Front End 1 is started", commands.answer("start 1"));
        eventually(PATIENCE, () -> servers(first, "health", "up"));
        int newClients = 0;
        for (int client = 110; client < 130; client++) {
            newClients += keep(client, 5061) == 1 ? 1 : 0;
        }
        assertTrue(newClients <= 5, newClients + " of 20 at once; it starts slowly");
        assertEquals(2, ask(moved, 5061), "who has moved stays");
    }

    @Test
    void aDrainedFrontEndKeepsItsClientsUntilTheDrainEnds() throws IOException {
        int persisted = clientOf(2, 5061);

        assertTrue(commands.answer("drain 2 5s").startsWith("Front End 2 drains for 5s"));
        assertTrue(servers(second, "admin", "draining"));
        for (int port : WEB_AND_SIP) {
            assertEquals(2, ask(persisted, port));
        }
        for (int client = 100; client < 110; client++) {
            assertEquals(1, ask(client, 5061));
        }
        assertTrue(servers(second, "admin", "draining"), "all that within the time");

        eventually(PATIENCE, () -> servers(second, "admin", "disabled"));
        assertEquals(1, ask(persisted, 10_443));

        assertEquals("Front End 2 gets new clients", commands.answer("enable 2"));
        assertTrue(servers(second, "admin", "enabled"));
    }

    @Test
    void eachRequestFromOutsideGoesWhereItsCookieSays() throws Exception {
        Map<String, String> cookies = new HashMap<>(); // by the Front End that set it
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = outside(null);
            String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
            assertTrue(cookie.matches("MS-WSMAN=[^;]+; ?[Pp]ath=/"), cookie);
            cookies.put(answer.body(), cookie.split(";")[0]);
        }
        assertEquals(Set.of("Front End 1, port 8080\n", "Front End 2, port 8080\n"), cookies.keySet());
        for (int i = 0; i < 6; i++) {
            for (Map.Entry<String, String> client : cookies.entrySet()) {
                HttpResponse<String> answer = outside(client.getValue());
                assertEquals(client.getKey(), answer.body());
                assertEquals(List.of(), answer.headers().allValues("Set-Cookie"));
            }
        }

        commands.answer("stop 1");
        HttpResponse<String> moved = outside(cookies.get("Front End 1, port 8080\n"));
        assertEquals("Front End 2, port 8080\n", moved.body());
        assertTrue(moved.headers().firstValue("Set-Cookie").isPresent());
    }

    /** What the reverse proxy gets, all of whose requests may come on one connection. */
    private HttpResponse<String> outside(@Nullable String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + loopback.vip() + ":8080/"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(PATIENCE);
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** A service in the status document. */
    private record Service(String status, List<?> listen, Map<String, Map<?, ?>> servers) {}

    private Map<String, Service> status() {
        URI uri = URI.create("http://" + HostPort.of(status.address()) + "/status");
        Map<?, ?> document;
        try {
            document =
                    (Map<?, ?>) Json.read(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        Map<String, Service> services = new LinkedHashMap<>();
        for (Object item : (List<?>) document.get("services")) {
            Map<?, ?> service = (Map<?, ?>) item;
            Map<String, Map<?, ?>> servers = new LinkedHashMap<>();
            Map<?, ?> only = (Map<?, ?>) ((List<?>) service.get("pools")).get(0);
            for (Object server : (List<?>) only.get("servers")) {
                servers.put((String) ((Map<?, ?>) server).get("id"), (Map<?, ?>) server);
            }
            services.put(
                    (String) service.get("name"),
                    new Service((String) service.get("status"), (List<?>) service.get("listen"), servers));
        }
        return services;
    }

    private Map<String, Service> deployed() {
        Map<String, Service> services = status();
        services.remove(LyncPool.NOT_DEPLOYED);
        return services;
    }

    /** Whether a Front End is so in every service that it has. */
    private boolean servers(String frontEnd, String field, String value) {
        return deployed().values().stream()
                .allMatch(
                        service -> value.equals(service.servers().get(frontEnd).get(field)));
    }

    /** The number of a client that has got this Front End, and stays connected. */
    private int clientOf(int frontEnd, int port) throws IOException {
        for (int client = 0; client < 50; client++) {
            if (keep(client, port) == frontEnd) {
                return client;
            }
        }
        throw new AssertionError("nobody got Front End " + frontEnd);
    }

    /** Which Front End serves a client, whose connection then ends. */
    private int ask(int client, int port) throws IOException {
        int frontEnd = keep(client, port);
        kept.remove(kept.size() - 1).close();
        return frontEnd;
    }

    private int keep(int client, int port) throws IOException {
        Socket socket = new Socket();
        kept.add(socket);
        socket.bind(new InetSocketAddress(loopback.client(client), 0));
        socket.connect(new InetSocketAddress(loopback.vip(), port));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String greeting = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        assertTrue(greeting != null && greeting.matches("Front End [12], port " + port), greeting);
        return greeting.charAt("Front End ".length()) - '0';
    }

    private static void eventually(Duration patience, BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertFalse(System.nanoTime() - begun > patience.toNanos(), "not within " + patience);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
