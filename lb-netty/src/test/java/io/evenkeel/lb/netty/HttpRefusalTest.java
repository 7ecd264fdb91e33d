package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.tcp.End;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is refused gets its status and a closed connection, and no server sees a byte of it. */
@ExtendWith(LeakExtension.class)
class HttpRefusalTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final Map<String, Integer> REFUSED = Map.ofEntries(
            Map.entry("GET / HTTP/1.1\r\n\r\n", 400),
            Map.entry(GET + "Host: a\r\n\r\n", 400),
            Map.entry(GET + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            Map.entry(GET + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            Map.entry(GET + "Content-Length: +1\r\n\r\n", 400),
            Map.entry(GET + "Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
            Map.entry("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            Map.entry(GET + "X : y\r\n\r\n", 400),
            Map.entry(GET + "X: a\r\n b\r\n\r\n", 400),
            Map.entry(GET + "X: a\u0001b\r\n\r\n", 400),
            Map.entry("GET / HTTP/1.1\nHost: a\n\n", 400),
            Map.entry("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
            Map.entry("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 431),
            Map.entry(GET + "X: " + "x".repeat(70_000) + "\r\n\r\n", 431),
            Map.entry(GET + "X: x\r\n".repeat(200) + "\r\n", 431),
            Map.entry("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", 501),
            Map.entry("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\r\n\r\n", 400));

    private static void assertRefused(HttpPeer client, String request, int status) throws IOException {
        try {
            client.send(request);
        } catch (IOException early) {
            // It had said enough.
        }
        ReceivedResponse answer = client.read("GET");
        assertEquals(status, answer.status(), request.substring(0, Math.min(200, request.length())));
        assertTrue(answer.isComplete(), answer.toString());
        assertTrue(answer.fields().lists("Connection", "close"));
        client.shutdownOutput();
        assertEquals(End.FIN, client.awaitEnd(SOON));
    }

    @EachTransport
    void theFirstRequest(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            for (var each : REFUSED.entrySet()) {
                assertRefused(rig.connect(), each.getKey(), each.getValue());
            }
            assertEquals(0, rig.server().tcp().accepted());
        }
    }

    @EachTransport
    void oneBehindASoundOne(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            for (var each : REFUSED.entrySet()) {
                HttpPeer client = rig.connect();
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + each.getKey());
                assertEquals(200, client.read("POST").status());
                assertRefused(client, "", each.getValue());
            }
            assertEquals(REFUSED.size(), rig.server().requests().size());
            assertEquals(1, rig.server().tcp().accepted());
        }
    }

    @EachTransport
    void limitsAreTheServices(Transport transport) throws Exception {
        Http1Limits small = Http1Limits.DEFAULT.headBytes(1024).targetBytes(64);
        try (HttpRig rig =
                HttpRig.start(transport, service -> service.http1(small), HttpRig.servers(request -> Answer.ok("x")))) {
            assertRefused(rig.connect(), "GET /" + "x".repeat(64) + " HTTP/1.1\r\nHost: a\r\n\r\n", 431);
            assertRefused(rig.connect(), GET + "X: " + "x".repeat(1024) + "\r\n\r\n", 431);
            assertEquals(200, rig.get("/" + "x".repeat(63)).status());
        }
    }

    /** Its beginning is under way to the server when it turns bad: it never gets to its end there. */
    @EachTransport
    void aBodyThatTurnsBad(Transport transport) throws Exception {
        for (String bad : List.of("zz\r\n", "5;x\n", "-1\r\n", "ffffffffffffffffff\r\n", "1\r\nxx\r\n0\r\n\r\n")) {
            try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
                HttpPeer later = rig.connect();
                later.request("POST", "/", "Transfer-Encoding: chunked");
                later.send("5\r\nhello\r\n");
                rig.server().awaitRequests(1, SOON);
                assertRefused(later, bad, 400);
                String all = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n" + bad;
                assertRefused(rig.connect(), all + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n", 400);
                Balancers.awaitIdle(rig.balancer());
                rig.server().tcp().awaitEnd(1, End.RESET, SOON);
                rig.server().requests().forEach(seen -> assertFalse(seen.isComplete(), seen.toString()));
                assertTrue(rig.server().requests().stream()
                        .noneMatch(seen -> seen.target().equals("/smuggled")));
            }
        }
    }
}
