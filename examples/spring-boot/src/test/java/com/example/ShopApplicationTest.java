package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class ShopApplicationTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void startsBalancesAndStops() throws Exception {
        HttpServer a = server("a");
        HttpServer b = server("b");
        URI shop;
        try (ConfigurableApplicationContext context = SpringApplication.run(
                ShopApplication.class,
                "--server.port=0",
                "--shop.port=0",
                "--shop.servers[0].host=127.0.0.1",
                "--shop.servers[0].port=" + a.getAddress().getPort(),
                "--shop.servers[1].host=127.0.0.1",
                "--shop.servers[1].port=" + b.getAddress().getPort())) {
            shop = URI.create("http:/"
                    + context.getBean(ShopBalancer.class)
                            .balancer()
                            .service("shop")
                            .boundAddresses()
                            .get(0));
            Map<String, Integer> answers = new TreeMap<>();
            for (int i = 0; i < 20; i++) {
                answers.merge(get(shop), 1, Integer::sum);
            }
            assertEquals(Map.of("a", 10, "b", 10), answers);

            String status = get(URI.create(
                    "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/status"));
            assertTrue(status.contains("\"name\":\"shop\",\"status\":\"up\""), status);
        } finally {
            a.stop(0);
            b.stop(0);
        }
        assertThrows(ConnectException.class, () -> get(shop));
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("evenkeel"))
                        .toList());
    }

    private static HttpServer server(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = name.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private String get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
