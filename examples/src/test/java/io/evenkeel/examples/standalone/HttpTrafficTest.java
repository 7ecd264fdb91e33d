package io.evenkeel.examples.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --listen http://} with two servers: what is announced, balanced, commanded and counted. */
class HttpTrafficTest {

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private HttpServer first;
    private HttpServer second;
    private Standalone standalone;

    @BeforeEach
    void start() throws Exception {
        first = serve("first");
        second = serve("second");
        standalone = Standalone.start(Options.parse(("--listen http://127.0.0.1:0 --listen http://localhost:0"
                        + " --check http:/health --status 127.0.0.1:0 --threads 1 --server " + id(first) + " --server "
                        + id(second))
                .split(" ")));
    }

    private static HttpServer serve(String name) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = name.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String id(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        standalone.close();
        first.stop(0);
        second.stop(0);
    }

    private TreeMap<String, Integer> answers(int listener, int count) throws Exception {
        InetSocketAddress address = standalone.service().boundAddresses().get(listener);
        URI uri = URI.create("http://" + HostPort.of(address) + "/");
        TreeMap<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
            answers.merge(body, 1, Integer::sum);
        }
        return answers;
    }

    @Test
    void eachRequestOfOneClientIsBalanced() throws Exception {
        assertEquals("{first=5, second=5}", answers(0, 10).toString());
        assertEquals("{first=5, second=5}", answers(1, 10).toString());
        for (String line : standalone.console().answer("status").lines().toList()) {
            assertEquals(10, number(line, "requests"), line);
        }
    }

    private static int number(String line, String name) {
        return Arrays.stream(line.split(" "))
                .filter(word -> word.startsWith(name + "="))
                .mapToInt(word -> Integer.parseInt(word.substring(name.length() + 1)))
                .sum();
    }

    @Test
    void commandsAreInForceOnConnectionsThatAreOpen() throws Exception {
        assertEquals("{first=1, second=1}", answers(0, 2).toString());
        assertEquals(
                "ok draining " + id(first) + " for 30s", standalone.console().answer("drain " + id(first) + " 30s"));
        assertEquals("{second=4}", answers(0, 4).toString());
        standalone.console().answer("enable " + id(first));
        standalone.console().answer("remove " + id(second));
        assertEquals("{first=4}", answers(0, 4).toString());
    }

    @Test
    void theAnnouncedUrlsCanBeOpened() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        standalone.announce(new PrintStream(out, true, StandardCharsets.UTF_8));
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(3, lines.size(), lines.toString());
        for (String line : lines) {
            URI uri = URI.create(line.substring(line.indexOf("http://")));
            assertEquals(
                    200,
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode(),
                    line);
        }
        assertEquals(
                "listening on http://"
                        + HostPort.of(standalone.service().boundAddresses().get(0)),
                lines.get(0));
    }
}
