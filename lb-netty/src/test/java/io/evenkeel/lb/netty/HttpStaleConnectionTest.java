package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Retries;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.KeepAlive;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.SeenRequest;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server ends an idle connection exactly when the next request comes on it: no request fails, and none is seen twice. */
@ExtendWith(LeakExtension.class)
class HttpStaleConnectionTest {

    private static final int ROUNDS = 4;

    private interface Sending {
        void send(HttpPeer client) throws IOException;
    }

    private static HttpServer stale(End end) {
        return HttpServer.start(request -> Answer.ok(request.target()), KeepAlive.UNLIMITED.stale(1, end));
    }

    /** Each round's request finds the connection of the round before. */
    private static void assertNoneFails(Transport transport, long bodyBytes, Sending request) throws Exception {
        for (End end : List.of(End.FIN, End.RESET)) {
            // Not even a budget is needed.
            try (HttpRig rig = HttpRig.start(transport, service -> service.retries(Retries.NONE), stale(end))) {
                HttpPeer client = rig.connect();
                for (int i = 0; i < ROUNDS; i++) {
                    assertEquals(200, client.get("/warm").status());
                    request.send(client);
                    ReceivedResponse answer = client.read("POST");
                    assertEquals(200, answer.status(), end + " in round " + i);
                    assertEquals("/x", answer.bodyText());
                }
                List<SeenRequest> seen = rig.server().requests();
                assertEquals(2 * ROUNDS, seen.size(), "each request once");
                for (int i = 1; i < seen.size(); i += 2) {
                    assertTrue(seen.get(i).isComplete());
                    assertEquals(bodyBytes, seen.get(i).bodyBytes());
                    assertEquals(
                            SeededBytes.of(3).digest(bodyBytes), seen.get(i).bodyDigest());
                }
            }
        }
    }

    @EachTransport
    void aGet(Transport transport) throws Exception {
        assertNoneFails(transport, 0, client -> client.request("GET", "/x"));
    }

    @EachTransport
    void aPostInOnePacket(Transport transport) throws Exception {
        String head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
        assertNoneFails(transport, 5, client -> client.send(head + text(5)));
    }

    private static String text(int bytes) {
        return new String(SeededBytes.of(3).slice(0, bytes), StandardCharsets.ISO_8859_1);
    }

    @EachTransport
    void aPostWhoseBodyComesLater(Transport transport) throws Exception {
        assertNoneFails(transport, 3000, client -> {
            client.request("POST", "/x", "Content-Length: 3000");
            for (int i = 0; i < 3; i++) {
                client.send(text(3000).substring(1000 * i, 1000 * i + 1000));
            }
        });
    }

    @EachTransport
    void aPostInChunks(Transport transport) throws Exception {
        assertNoneFails(transport, 5000, client -> {
            client.request("POST", "/x", "Transfer-Encoding: chunked");
            client.sendChunks(5000, 3, 777);
            client.send("0\r\n\r\n");
        });
    }

    @EachTransport
    void aPostThatIsTooLongToBeKept(Transport transport) throws Exception {
        assertNoneFails(transport, 1_000_000, client -> {
            client.request("POST", "/x", "Content-Length: 1000000");
            client.tcp().sendSeeded(1_000_000, 3);
        });
    }

    @EachTransport
    void aPostInChunksThatIsTooLongToBeKept(Transport transport) throws Exception {
        assertNoneFails(transport, 300_000, client -> {
            client.request("POST", "/x", "Transfer-Encoding: chunked");
            client.sendChunks(300_000, 3, 10_000);
            client.send("0\r\n\r\n");
        });
    }

    /** A pool may be full of such connections: the request goes on a new one, not on the next of them. */
    @EachTransport
    void allConnectionsOfTheServerAreStale(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.start(transport, service -> service.retries(Retries.NONE), stale(End.RESET))) {
            List<HttpPeer> clients = IntStream.range(0, 5)
                    .mapToObj(i -> {
                        try {
                            return rig.connect();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
            for (int i = 0; i < ROUNDS; i++) {
                var goOn = Inside.of(rig.balancer()).stopLoops();
                for (HttpPeer client : clients) {
                    client.request("GET", "/x");
                }
                goOn.countDown();
                for (HttpPeer client : clients) {
                    assertEquals(200, client.read("GET").status());
                }
            }
            assertEquals(ROUNDS * clients.size(), rig.server().requests().size());
        }
    }

    /** First one server's connection turns out to be stale, and it resets the new one, too; then that to the next server. */
    @EachTransport
    void theConnectionToTheNextServerIsStaleToo(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.start(transport, service -> {}, stale(End.RESET), stale(End.RESET))) {
            HttpPeer client = rig.connect();
            client.get("/warm");
            client.get("/warm");
            rig.server(0).tcp().become(Behaviour.resetOnAccept());
            for (int i = 0; i < 2 * ROUNDS; i++) {
                assertEquals(200, client.get("/x").status());
            }
        }
    }

    /** The end of the connection and the request are found in one turn of the loop. */
    @EachTransport
    void endAndRequestComeAtOnce(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < ROUNDS; i++) {
                client.get("/warm");
                var goOn = Inside.of(rig.balancer()).stopLoops();
                rig.server().tcp().kill();
                rig.server().tcp().restart();
                client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                goOn.countDown();
                assertEquals(200, client.read("POST").status());
                assertEquals("hello", rig.server().lastRequest().bodyText());
            }
            assertEquals(2 * ROUNDS, rig.server().requests().size());
        }
    }

    /** Some servers say 408 on an idle connection before they close it: that is nobody's answer. NIO cannot tell in time. */
    @Test
    void whatNobodyAskedForIsNotTheAnswerToTheNextRequest() throws Exception {
        Semaphore idle = new Semaphore(0);
        Semaphore said = new Semaphore(0);
        Behaviour late = connection -> {
            readHead(connection.input());
            connection.output().write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
            idle.acquire();
            connection.output().write(bytes("HTTP/1.1 408 Too Late\r\nContent-Length: 0\r\n\r\n"));
            connection.shutdownOutput();
            said.release();
        };
        try (HttpRig rig = HttpRig.answering(Transport.EPOLL, request -> Answer.ok("x"))) {
            rig.server().tcp().become(late);
            HttpPeer client = rig.connect();
            for (int i = 0; i < ROUNDS; i++) {
                assertEquals(200, client.get("/warm").status());
                var goOn = Inside.of(rig.balancer()).stopLoops();
                client.request("GET", "/x"); // the loop hears of this first
                idle.release();
                assertTrue(said.tryAcquire(Balancers.SOON.toSeconds(), TimeUnit.SECONDS));
                goOn.countDown();
                assertEquals(200, client.read("GET").status());
                idle.release();
                assertTrue(said.tryAcquire(Balancers.SOON.toSeconds(), TimeUnit.SECONDS));
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void readHead(InputStream input) throws IOException {
        for (int matched = 0; matched < 4; ) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException();
            }
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }
}
