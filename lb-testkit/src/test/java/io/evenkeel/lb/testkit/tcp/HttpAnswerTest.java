package io.evenkeel.lb.testkit.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final TcpServer server = TcpServer.start(Behaviour.http("näme"));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesTheClientOfTheJdkOverOneConnection() throws IOException {
        assertEquals("näme", exchange(null, false));
        assertEquals("näme", exchange("body", false));
        assertEquals("näme", exchange("a longer body, in chunks", true));
        assertEquals("näme", exchange(null, false));

        assertEquals(4, server.exchanges());
        assertEquals(1, server.accepted());
    }

    @Test
    void answersAPipelineInOrderAndClosesWhenAsked() throws IOException {
        server.become(Behaviour.http(503, "away"));
        try (TcpClient client = TcpClient.connect(server.address())) {
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            Received received = client.readUntilEnd(SOON);
            String head = "HTTP/1.1 503 As Told\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 4\r\n";
            assertEquals(head + "\r\n" + head + "Connection: close\r\n\r\naway", received.text());
            assertEquals(End.FIN, received.end());
        }
    }

    @Test
    void aClientThatEndsBetweenRequestsGetsAFin() throws IOException {
        try (TcpClient client = TcpClient.connect(server.address())) {
            client.send("GET / HTTP/1.1\r\n\r\n");
            client.shutdownOutput();
            Received received = client.readUntilEnd(SOON);
            assertTrue(received.text().endsWith("\r\n\r\nnäme"), received.text());
            assertEquals(End.FIN, received.end());
        }
    }

    @Test
    void aHalfRequestIsNotAnswered() throws IOException {
        try (TcpClient client = TcpClient.connect(server.address())) {
            client.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n12345");
            client.shutdownOutput();
            assertEquals("0 bytes, end FIN", client.readUntilEnd(SOON).toString());
        }
        assertEquals(0, server.exchanges());
    }

    private String exchange(@Nullable String body, boolean chunked) throws IOException {
        URL url = new URL("http", "127.0.0.1", server.address().getPort(), "/x");
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        if (body != null) {
            connection.setDoOutput(true);
            if (chunked) {
                connection.setChunkedStreamingMode(7);
            }
            try (OutputStream output = connection.getOutputStream()) {
                output.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertEquals(200, connection.getResponseCode());
        try (InputStream input = connection.getInputStream()) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
