package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.Script;
import io.evenkeel.lb.testkit.http.SeenRequest;
import io.evenkeel.lb.testkit.tcp.End;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of HTTP/1.0 and 1.1, pipelines, answers without a body, trailers. */
@ExtendWith(LeakExtension.class)
class HttpClientKindsTest {

    private static final Script ECHO = request -> Answer.ok(request.target());

    @EachTransport
    void aHundredRequestsAtOnce(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, ECHO, ECHO)) {
            HttpPeer client = rig.connect();
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                all.append(i % 3 == 0 ? "POST /" : "GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n");
                all.append(i % 3 == 0 ? "Content-Length: 3\r\n\r\nabc" : "\r\n");
            }
            client.send(all.toString());
            for (int i = 0; i < 100; i++) {
                ReceivedResponse answer = client.read(i % 3 == 0 ? "POST" : "GET");
                assertEquals("/" + i, answer.bodyText());
            }
            assertEquals(50, rig.server(0).requests().size());
            assertEquals(50, rig.server(1).requests().size());
        }
    }

    @EachTransport
    void requestsByteByByte(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, ECHO)) {
            HttpPeer client = rig.connect();
            String two =
                    "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n"
                            + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
            for (int i = 0; i < two.length(); i++) {
                client.send(two.substring(i, i + 1));
            }
            assertEquals("/1", client.read("POST").bodyText());
            assertEquals("/2", client.read("GET").bodyText());
            SeenRequest seen = rig.server().requests().get(0);
            assertEquals("abc", seen.bodyText());
            assertEquals("y", seen.trailers().first("X"));
        }
    }

    @EachTransport
    void blankLinesBetweenRequests(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, ECHO)) {
            HttpPeer client = rig.connect();
            client.send(
                    "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("/1", client.read("POST").bodyText());
            assertEquals("/2", client.read("GET").bodyText());
        }
    }

    @EachTransport
    void aClientOfHttp10(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, ECHO)) {
            HttpPeer client = rig.connect();
            client.send("GET /x HTTP/1.0\r\n\r\n");
            ReceivedResponse answer = client.read("GET");
            assertEquals("/x", answer.bodyText());
            assertEquals("HTTP/1.1", answer.version());
            assertFalse(answer.fields().lists("Connection", "keep-alive"));
            assertEquals(End.FIN, client.awaitEnd(SOON));
            assertEquals("HTTP/1.1", rig.server().lastRequest().version());
            assertEquals("1.0 evenkeel", rig.server().lastRequest().fields().first("Via"));
            rig.get("/y");
            assertEquals(1, rig.server().tcp().accepted(), "the server's connection goes on");
        }
    }

    @EachTransport
    void aClientOfHttp10WithKeepAlive(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, ECHO)) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < 5; i++) {
                client.send("GET /" + i + " HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
                ReceivedResponse answer = client.read("GET");
                assertEquals("/" + i, answer.bodyText());
                assertTrue(answer.fields().lists("Connection", "keep-alive"));
            }
            client.send("POST /p HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi");
            assertEquals("/p", client.read("POST").bodyText());
            assertEquals("hi", rig.server().lastRequest().bodyText());
            assertEquals(End.FIN, client.awaitEnd(SOON));
        }
    }

    @EachTransport
    void aChunkedAnswerToAClientOfHttp10(Transport transport) throws Exception {
        Answer chunked = Answer.of(200).seededBody(200_000, 9).chunked(999).trailer("X-Sum", "1");
        try (HttpRig rig = HttpRig.answering(transport, request -> chunked)) {
            HttpPeer client = rig.connect();
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            ReceivedResponse answer = client.read("GET");
            assertEquals("until_close", answer.frame());
            assertTrue(answer.isComplete(), answer.toString());
            assertEquals(SeededBytes.of(9).digest(200_000), answer.bodyDigest());
            assertFalse(answer.fields().lists("Connection", "keep-alive"));
            assertNull(answer.fields().first("Transfer-Encoding"));
        }
    }

    @EachTransport
    void connectionClose(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, ECHO)) {
            HttpPeer client = rig.connect();
            ReceivedResponse answer = client.get("/x", "Connection: close");
            assertEquals("/x", answer.bodyText());
            assertTrue(answer.fields().lists("Connection", "close"));
            assertEquals(End.FIN, client.awaitEnd(SOON));
            HttpPeer pipelining = rig.connect();
            pipelining.request("GET", "/x", "Connection: close");
            pipelining.request("GET", "/behind");
            assertEquals("/x", pipelining.read("GET").bodyText());
            assertEquals(End.FIN, pipelining.awaitEnd(SOON));
            assertEquals(2, rig.server().requests().size());
            assertEquals(1, rig.server().tcp().accepted());
        }
    }

    /** A server may say how long a body would be that it does not send. */
    @EachTransport
    void answersWithoutABody(Transport transport) throws Exception {
        Script script = request -> switch (request.target()) {
            case "/204" -> Answer.of(204);
            case "/304" -> Answer.of(304).header("Content-Length", "5000").header("ETag", "\"x\"");
            case "/chunked" -> Answer.of(200).seededBody(3000, 1).chunked(100);
            case "/until-close" -> Answer.of(200).body("long").untilClose();
            default -> Answer.of(200).seededBody(3000, 1);
        };
        try (HttpRig rig = HttpRig.answering(transport, script)) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < 3; i++) {
                assertBodyless(client, "GET", "/204", 204);
                ReceivedResponse notModified = assertBodyless(client, "GET", "/304", 304);
                assertEquals("5000", notModified.fields().first("Content-Length"));
                assertEquals("\"x\"", notModified.fields().first("ETag"));
                ReceivedResponse head = assertBodyless(client, "HEAD", "/length", 200);
                assertEquals("3000", head.fields().first("Content-Length"));
                assertBodyless(client, "HEAD", "/chunked", 200);
                assertBodyless(client, "HEAD", "/304", 304);
                assertEquals(3000, client.get("/length").bodyBytes());
            }
            assertEquals(1, rig.server().tcp().accepted(), "they go on behind each");
            assertBodyless(client, "HEAD", "/until-close", 200);
            assertEquals(3000, client.get("/length").bodyBytes());
        }
    }

    private static ReceivedResponse assertBodyless(HttpPeer client, String method, String target, int status)
            throws Exception {
        client.request(method, target);
        ReceivedResponse answer = client.read(method);
        assertEquals(status, answer.status(), method + " " + target);
        assertEquals(0, answer.bodyBytes());
        assertTrue(answer.isComplete());
        return answer;
    }

    @EachTransport
    void trailersBothWays(Transport transport) throws Exception {
        Answer answer = Answer.ok("down").chunked(3).trailer("X-Down", "2").trailer("X-More", "3");
        try (HttpRig rig = HttpRig.answering(transport, request -> answer)) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < 2; i++) {
                client.request("POST", "/", "Transfer-Encoding: chunked", "Trailer: X-Up", "TE: trailers");
                client.send("2\r\nup\r\n0\r\nX-Up: 1\r\nContent-Length: 7\r\n\r\n");
                ReceivedResponse received = client.read("POST");
                assertEquals("down", received.bodyText());
                assertEquals("2", received.trailers().first("X-Down"));
                assertEquals("3", received.trailers().first("X-More"));
                SeenRequest seen = rig.server().lastRequest();
                assertEquals("1", seen.trailers().first("X-Up"));
                assertNull(seen.trailers().first("Content-Length"), "framing does not come from trailers");
                assertEquals("X-Up", seen.fields().first("Trailer"));
            }
        }
    }

    @EachTransport
    void largeBodiesBothWays(Transport transport) throws Exception {
        Answer answer = Answer.of(200).seededBody(20_000_000, 4);
        try (HttpRig rig = HttpRig.answering(transport, request -> answer)) {
            HttpPeer client = rig.connect();
            client.request("PUT", "/", "Content-Length: 20000000");
            client.tcp().sendSeeded(20_000_000, 3);
            ReceivedResponse received = client.read("PUT");
            assertEquals(SeededBytes.of(4).digest(20_000_000), received.bodyDigest());
            assertEquals(
                    SeededBytes.of(3).digest(20_000_000),
                    rig.server().lastRequest().bodyDigest());
        }
    }
}
