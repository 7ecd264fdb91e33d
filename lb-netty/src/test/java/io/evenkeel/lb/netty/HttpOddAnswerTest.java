package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.KeepAlive;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.Script;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that come too early, twice, in parts, with interim ones before, or from servers of an older kind. */
@ExtendWith(LeakExtension.class)
class HttpOddAnswerTest {

    private static void assertOk(String body, ReceivedResponse answer) {
        assertEquals(200, answer.status(), answer.toString());
        assertEquals(body, answer.bodyText());
        assertTrue(answer.isComplete(), answer.toString());
    }

    private static Script at(String target, Answer odd) {
        return request -> request.target().equals(target) ? odd : Answer.ok("plain");
    }

    private static int connections(HttpRig rig) {
        return rig.server().tcp().accepted();
    }

    @EachTransport
    void anAnswerBeforeTheRequestsEnd(Transport transport) throws Exception {
        Answer early = Answer.ok("early").early();
        try (HttpRig rig = HttpRig.answering(transport, at("/early", early))) {
            HttpPeer client = rig.connect();
            client.request("POST", "/early", "Content-Length: 10");
            client.send("hello");
            ReceivedResponse answer = client.read("POST");
            assertOk("early", answer);
            assertTrue(answer.fields().lists("Connection", "close"), "the rest of the body is not wanted");
            assertEquals(End.FIN, client.awaitEnd(SOON));
            assertOk("plain", rig.get("/"));
            assertEquals(2, connections(rig), "a connection with half a request on it is not used again");
        }
    }

    /** The server goes on reading, and the answer ends behind the request: that is an exchange like any other. */
    @EachTransport
    void anAnswerThatBeginsBeforeTheRequestsEnd(Transport transport) throws Exception {
        Behaviour server = connection -> {
            RawHttp.readHead(connection);
            connection.output().write(RawHttp.bytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"));
            connection.input().readNBytes(100_000);
            connection.output().write(RawHttp.bytes("world"));
        };
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            rig.server().tcp().become(server);
            HttpPeer client = rig.connect();
            client.request("POST", "/early", "Content-Length: 100000");
            ReceivedResponse answer = client.readHead("POST", SOON);
            client.tcp().sendSeeded(100_000, 3);
            assertOk("helloworld", client.readBody(answer, Long.MAX_VALUE, SOON));
        }
    }

    @EachTransport
    void twoAnswersAtOnce(Transport transport) throws Exception {
        String one = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        Answer two = Answer.raw(one + "first" + one + "again");
        try (HttpRig rig = HttpRig.answering(transport, at("/two", two))) {
            HttpPeer client = rig.connect();
            for (int i = 1; i <= 3; i++) {
                assertOk("first", client.get("/two"));
                assertOk("plain", client.get("/"));
                assertEquals(i + 1, connections(rig), "none is used again behind an answer too many");
            }
        }
    }

    @EachTransport
    void bytesOnAnIdleConnection(Transport transport) throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        Answer late = Answer.ok("first").hold(Point.AFTER_BODY, now).followedBy(Answer.ok("second"));
        try (HttpRig rig = HttpRig.answering(transport, at("/late", late))) {
            HttpPeer client = rig.connect();
            assertOk("first", client.get("/late"));
            now.countDown();
            rig.server().tcp().connections().get(0).awaitEnd(SOON);
            assertOk("plain", client.get("/"));
            assertEquals(2, connections(rig));
        }
    }

    @EachTransport
    void interimAnswers(Transport transport) throws Exception {
        Answer answer = Answer.ok("ok")
                .interim(103, "Link: </a>; rel=preload")
                .interim(102)
                .interim(103);
        try (HttpRig rig = HttpRig.answering(transport, request -> answer)) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < 3; i++) {
                ReceivedResponse received = client.get("/");
                assertOk("ok", received);
                assertEquals(List.of(103, 102, 103), received.interims());
            }
            HttpPeer old = rig.connect();
            old.send("GET / HTTP/1.0\r\n\r\n");
            ReceivedResponse received = old.read("GET");
            assertOk("ok", received);
            assertEquals(List.of(), received.interims(), "HTTP/1.0 has none");
            assertEquals(1, connections(rig));
        }
    }

    @EachTransport
    void theClientWaitsFor100(Transport transport) throws Exception {
        try (HttpRig rig =
                HttpRig.answering(transport, request -> Answer.ok("ok").interim(100))) {
            HttpPeer client = rig.connect();
            client.request("POST", "/", "Content-Length: 5", "Expect: 100-continue");
            assertEquals("HTTP/1.1 100", client.tcp().readFully(12, SOON).text());
            client.tcp().readFully(" Interim\r\n\r\n".length(), SOON);
            assertEquals("100-continue", rig.server().lastRequest().fields().first("Expect"));
            client.send("hello");
            assertOk("ok", client.read("POST"));
            assertEquals("hello", rig.server().lastRequest().bodyText());
            assertOk("ok", client.get("/again"));
        }
    }

    /** It is told before it has sent its body: what comes next may be the body, or another request. */
    @EachTransport
    void theClientWaitsFor100AndIsRefused(Transport transport) throws Exception {
        try (HttpRig rig =
                HttpRig.answering(transport, request -> Answer.of(417).early())) {
            HttpPeer client = rig.connect();
            client.request("POST", "/", "Content-Length: 5", "Expect: 100-continue");
            ReceivedResponse answer = client.read("POST");
            assertEquals(417, answer.status());
            assertTrue(answer.fields().lists("Connection", "close"));
            assertEquals(End.FIN, client.awaitEnd(SOON));
        }
    }

    @EachTransport
    void aServerOfHttp10(Transport transport) throws Exception {
        Script script = request -> switch (request.target()) {
            case "/length" -> Answer.ok("length").http10();
            case "/close" -> Answer.ok("close").http10().untilClose();
            case "/kept" -> Answer.ok("kept").http10().header("Connection", "keep-alive");
            default -> Answer.ok("other");
        };
        try (HttpRig rig = HttpRig.answering(transport, script)) {
            HttpPeer client = rig.connect();
            assertOk("length", client.get("/length"));
            ReceivedResponse unknown = client.get("/close");
            assertOk("close", unknown);
            assertEquals("chunked", unknown.frame());
            assertEquals("HTTP/1.1", unknown.version());
            assertEquals(2, connections(rig), "they end, though the client's goes on");
            assertOk("kept", client.get("/kept"));
            assertOk("other", client.get("/"));
            assertEquals(3, connections(rig));
        }
    }

    @EachTransport
    void aBodyUntilClose(Transport transport) throws Exception {
        Answer answer = Answer.of(200).seededBody(300_000, 5).untilClose();
        try (HttpRig rig = HttpRig.answering(transport, request -> answer)) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < 3; i++) {
                ReceivedResponse received = client.get("/");
                assertTrue(received.isComplete(), received.toString());
                assertEquals(SeededBytes.of(5).digest(300_000), received.bodyDigest());
            }
        }
    }

    @EachTransport
    void serversThatEndTheirConnections(Transport transport) throws Exception {
        Script ok = request -> Answer.ok(request.target());
        for (KeepAlive keepAlive : List.of(KeepAlive.UNLIMITED.requests(3), KeepAlive.UNLIMITED.silently(3))) {
            try (HttpRig rig = HttpRig.start(transport, service -> {}, HttpServer.start(ok, keepAlive))) {
                HttpPeer client = rig.connect();
                for (int i = 0; i < 12; i++) {
                    assertOk("/" + i, client.get("/" + i));
                    client.send("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
                    assertOk("/p", client.read("POST"));
                }
                assertEquals(24, rig.server().requests().size());
                assertEquals(8, connections(rig));
            }
        }
    }

    @EachTransport
    void answersInSmallPieces(Transport transport) throws Exception {
        Answer chunks = Answer.of(200)
                .seededBody(500, 5)
                .chunked(7)
                .trailer("X-End", "yes")
                .writes(3);
        try (HttpRig rig = HttpRig.answering(transport, at("/", chunks))) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < 3; i++) {
                ReceivedResponse received = client.get("/");
                assertEquals(SeededBytes.of(5).digest(500), received.bodyDigest());
                assertEquals("yes", received.trailers().first("X-End"));
            }
            assertEquals(1, connections(rig));
        }
    }
}
