package io.evenkeel.examples.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status document, byte by byte as a monitoring system would read it. */
class StatusServerTest {

    private static final Set<String> STATUSES = Set.of("up", "degraded", "sorry", "down", "disabled", "unchecked");
    private static final Set<String> HEALTHS =
            Set.of("unknown", "up", "doubtful", "down", "ejected", "recovering", "unchecked");
    private static final Set<String> ADMINS = Set.of("enabled", "draining", "disabled");

    private ServerSocket server;
    private Standalone standalone;

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket(0);
        String flags = "--listen tcp://127.0.0.1:0 --listen tcp://127.0.0.1:0 --server 127.0.0.1:"
                + server.getLocalPort() + ",weight=7 --server [::1] --check none --status 127.0.0.1:0";
        standalone = Standalone.start(Options.parse(flags.split(" ")));
    }

    @AfterEach
    void stop() throws Exception {
        standalone.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = URI.create("http://" + HostPort.of(standalone.status().address()) + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private Map<?, ?> status() throws Exception {
        HttpResponse<String> response = send("GET", "/status");
        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
        return assertInstanceOf(Map.class, Json.read(response.body()));
    }

    private static Map<?, ?> only(Object list) {
        List<?> items = assertInstanceOf(List.class, list);
        assertEquals(1, items.size());
        return (Map<?, ?>) items.get(0);
    }

    @Test
    void followsTheSchema() throws Exception {
        Map<?, ?> document = status();
        assertEquals(List.of("version", "services"), List.copyOf(document.keySet()));
        assertEquals(1L, document.get("version"));

        Map<?, ?> service = only(document.get("services"));
        assertEquals(List.of("name", "status", "listen", "refused", "pools"), List.copyOf(service.keySet()));
        assertEquals("standalone", service.get("name"));
        assertTrue(STATUSES.contains(service.get("status")));
        assertEquals(
                standalone.service().boundAddresses().stream().map(HostPort::of).toList(), service.get("listen"));

        Map<?, ?> pool = only(service.get("pools"));
        assertEquals(List.of("name", "status", "servers", "waiting"), List.copyOf(pool.keySet()));
        List<?> servers = assertInstanceOf(List.class, pool.get("servers"));
        assertEquals(2, servers.size());
        servers.forEach(StatusServerTest::assertServer);
    }

    private static void assertServer(Object item) {
        Map<?, ?> fields = assertInstanceOf(Map.class, item);
        assertEquals(
                List.of(
                        "id",
                        "address",
                        "weight",
                        "health",
                        "admin",
                        "cause",
                        "since",
                        "inFlight",
                        "totalConnections",
                        "totalRequests",
                        "bytesIn",
                        "bytesOut",
                        "failures"),
                List.copyOf(fields.keySet()));
        assertInstanceOf(String.class, fields.get("id"));
        assertInstanceOf(String.class, fields.get("address"));
        assertTrue(HEALTHS.contains(fields.get("health")));
        assertTrue(ADMINS.contains(fields.get("admin")));
        assertInstanceOf(String.class, fields.get("cause"));
        Instant.parse((String) fields.get("since"));
        for (String number :
                List.of("weight", "inFlight", "totalConnections", "totalRequests", "bytesIn", "bytesOut", "failures")) {
            assertInstanceOf(Long.class, fields.get(number), number);
        }
    }

    @Test
    void showsWhatTheConsoleChangedAndWhatATrafficDid() throws Exception {
        String id = "127.0.0.1:" + server.getLocalPort();
        standalone.console().answer("disable ::1");
        try (Socket client = new Socket(
                        standalone.service().boundAddresses().get(0).getAddress(),
                        standalone.service().boundAddresses().get(0).getPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
            assertEquals("ping", new String(accepted.getInputStream().readNBytes(4), StandardCharsets.US_ASCII));
            standalone.console().answer("drain " + id + " 30s");

            List<?> servers =
                    (List<?>) only(only(status().get("services")).get("pools")).get("servers");
            Map<?, ?> first = (Map<?, ?>) servers.get(0);
            assertEquals(id, first.get("id"));
            assertEquals(7L, first.get("weight"));
            assertEquals("draining", first.get("admin"));
            assertEquals(1L, first.get("inFlight"));
            assertEquals(1L, first.get("totalConnections"));
            assertEquals(4L, first.get("bytesIn"));
            Map<?, ?> second = (Map<?, ?>) servers.get(1);
            assertEquals("::1", second.get("id"));
            assertEquals("disabled", second.get("admin"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/statusx", "/status/", "/status/x", "/STATUS"})
    void nothingElseIsFound(String path) throws Exception {
        assertEquals(404, send("GET", path).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD"})
    void nothingElseIsAllowed(String method) throws Exception {
        HttpResponse<String> response = send(method, "/status");
        assertEquals(405, response.statusCode());
        assertEquals("GET", response.headers().firstValue("Allow").orElseThrow());
    }

    @Test
    void aQueryDoesNoHarm() throws Exception {
        assertEquals(200, send("GET", "/status?pretty").statusCode());
    }
}
