package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.Script;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that fails: before its answer's head the client is told, behind it the client sees that the answer is cut. */
@ExtendWith(LeakExtension.class)
class HttpServerFailureTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final List<End> ENDS = List.of(End.FIN, End.RESET);
    private static final String POST = "POST /bad HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";

    /** Does one thing at /bad and answers everything else. */
    private static Script badly(Answer bad) {
        return request -> request.target().equals("/bad") ? bad : Answer.ok("fine");
    }

    private static void assertStatus(int status, ReceivedResponse answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals(true, answer.isComplete(), answer.toString());
    }

    /** GET and POST are answered with a status, and the client's connection goes on. */
    private static void assertAnswered(HttpRig rig, int status) throws IOException {
        HttpPeer client = rig.connect();
        assertStatus(status, client.get("/bad"));
        assertStatus(200, client.get("/good"));
        client.send(POST);
        assertStatus(status, client.read("POST"));
        assertStatus(200, client.get("/good"));
    }

    @EachTransport
    void aServerThatRefusesIsPassedOver(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, badly(Answer.ok("0")), badly(Answer.ok("1")))) {
            rig.server(0).tcp().kill();
            HttpPeer client = rig.connect();
            for (int i = 0; i < 5; i++) {
                assertEquals("1", client.get("/bad").bodyText());
                client.send(POST);
                assertEquals("1", client.read("POST").bodyText());
            }
            assertEquals("hello", rig.server(1).lastRequest().bodyText());
            assertEquals(10, rig.server(1).requests().size());
        }
    }

    @EachTransport
    void itEndsBeforeItsHead(Transport transport) throws Exception {
        for (End end : ENDS) {
            try (HttpRig rig =
                    HttpRig.answering(transport, badly(Answer.ok("no").cut(Point.BEFORE_HEAD, end)))) {
                assertAnswered(rig, 502);
            }
        }
    }

    @EachTransport
    void itEndsInItsHead(Transport transport) throws Exception {
        for (End end : ENDS) {
            try (HttpRig rig =
                    HttpRig.answering(transport, badly(Answer.ok("no").cut(Point.INSIDE_HEAD, end)))) {
                assertAnswered(rig, 502);
            }
        }
    }

    private static void assertCut(Transport transport, Answer answer) throws Exception {
        for (End end : ENDS) {
            for (Point point : List.of(Point.AFTER_HEAD, Point.INSIDE_BODY)) {
                try (HttpRig rig = HttpRig.answering(transport, badly(answer.cut(point, end)))) {
                    for (String method : List.of("GET", "POST")) {
                        HttpPeer client = rig.connect();
                        client.send(method.equals("GET") ? "GET /bad HTTP/1.1\r\nHost: a\r\n\r\n" : POST);
                        ReceivedResponse received = client.read(method);
                        assertFalse(received.isComplete(), method + " " + point + " " + end + " " + received);
                        assertEquals(End.RESET, received.end());
                    }
                    assertEquals(2, rig.server().requests().size(), "what has begun is not sent again");
                }
            }
        }
    }

    @EachTransport
    void itEndsInABodyWithALength(Transport transport) throws Exception {
        assertCut(transport, Answer.of(200).seededBody(100_000, 1));
    }

    @EachTransport
    void itEndsInAChunkedBody(Transport transport) throws Exception {
        assertCut(transport, Answer.of(200).seededBody(100_000, 1).chunked(3000));
    }

    @EachTransport
    void itResetsInABodyUntilClose(Transport transport) throws Exception {
        Answer answer = Answer.of(200).seededBody(100_000, 1).untilClose();
        try (HttpRig rig = HttpRig.answering(transport, badly(answer.cut(Point.INSIDE_BODY, End.RESET)))) {
            ReceivedResponse received = rig.get("/bad");
            assertFalse(received.isComplete(), received.toString());
        }
    }

    @EachTransport
    void itNeverAnswers(Transport transport) throws Exception {
        HttpTimeouts times = HttpTimeouts.DEFAULT.response(SHORT);
        try (HttpRig rig =
                HttpRig.start(transport, service -> service.timeouts(times), HttpRig.servers(badly(Answer.never())))) {
            assertAnswered(rig, 504);
            HttpPeer later = rig.connect();
            later.request("POST", "/bad", "Content-Length: 5");
            later.send("he");
            rig.server().awaitRequests(5, SOON);
            later.send("llo");
            assertStatus(504, later.read("POST", Duration.ofSeconds(3)));
        }
    }

    @EachTransport
    void itStopsInItsHead(Transport transport) throws Exception {
        HttpTimeouts times = HttpTimeouts.DEFAULT.response(SHORT);
        try (HttpRig rig = HttpRig.start(
                transport,
                service -> service.timeouts(times),
                HttpRig.servers(badly(Answer.ok("no").hang(Point.INSIDE_HEAD))))) {
            assertAnswered(rig, 504);
        }
    }

    @EachTransport
    void itStopsInItsBody(Transport transport) throws Exception {
        HttpTimeouts times = HttpTimeouts.DEFAULT.silence(SHORT);
        try (HttpRig rig = HttpRig.start(
                transport,
                service -> service.timeouts(times),
                HttpRig.servers(badly(Answer.ok("cut here").hang(Point.INSIDE_BODY))))) {
            ReceivedResponse received = rig.get("/bad");
            assertEquals("cut ", received.bodyText());
            assertEquals(End.RESET, received.end());
        }
    }

    /** A client that cannot go on since its server does not read is not to blame. */
    @EachTransport
    void itDoesNotReadTheBody(Transport transport) throws Exception {
        HttpTimeouts times = HttpTimeouts.DEFAULT.body(SHORT);
        try (HttpRig rig =
                HttpRig.start(transport, service -> service.timeouts(times), HttpRig.servers(badly(Answer.ok("x"))))) {
            rig.server().tcp().become(Behaviour.silent());
            HttpPeer client = rig.connect();
            client.request("POST", "/bad", "Content-Length: 100000000");
            Thread sender = new Thread(() -> {
                try {
                    client.tcp().sendSeeded(100_000_000, 1);
                } catch (IOException ended) {
                    // The balancer stops reading once it has answered.
                }
            });
            sender.start();
            assertEquals(504, client.readHead("POST", SOON).status());
            client.reset();
            sender.join();
        }
    }

    @EachTransport
    void whatItSaysIsNotHttp(Transport transport) throws Exception {
        for (String answer : List.of(
                "220 mail.example.com ESMTP\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nxx",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000) + "\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(200) + "Content-Length: 0\r\n\r\n")) {
            try (HttpRig rig = HttpRig.answering(transport, badly(Answer.raw(answer)))) {
                assertAnswered(rig, 502);
            }
        }
    }

    /** Once the client has a byte of the answer there is no other way than to cut it. */
    @EachTransport
    void aChunkThatIsNone(Transport transport) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Behaviour server = connection -> {
            RawHttp.readHead(connection);
            connection.output().write(RawHttp.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"));
            seen.await();
            connection.output().write(RawHttp.bytes("zz\r\n"));
        };
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("unused"))) {
            rig.server().tcp().become(server);
            HttpPeer client = rig.connect();
            client.request("GET", "/bad");
            ReceivedResponse received = client.readHead("GET", SOON);
            assertEquals(200, received.status());
            seen.countDown();
            assertEquals(
                    End.RESET, client.readBody(received, Long.MAX_VALUE, SOON).end(), received.toString());
        }
    }

    @EachTransport
    void noServerIsReachedInTime(Transport transport) throws Exception {
        HttpTimeouts times =
                HttpTimeouts.DEFAULT.connect(Duration.ofSeconds(10)).dial(SHORT);
        try (var unanswered = Ports.unanswered()) {
            RealServer server = RealServer.at("127.0.0.1", unanswered.address().getPort());
            try (HttpRig rig =
                    HttpRig.start(transport, service -> service.timeouts(times).server(server))) {
                HttpPeer client = rig.connect();
                for (int i = 0; i < 2; i++) {
                    assertStatus(504, client.get("/bad"));
                }
                client.request("GET", "/bad");
                rig.awaitInFlight(1);
                client.reset(); // within the dial
            }
        }
    }

    @EachTransport
    void aServerThatDoesNotAcceptIsPassedOver(Transport transport) throws Exception {
        HttpTimeouts times = HttpTimeouts.DEFAULT.connect(SHORT);
        try (var unanswered = Ports.unanswered()) {
            RealServer server = RealServer.at("127.0.0.1", unanswered.address().getPort());
            try (HttpRig rig = HttpRig.start(
                    transport,
                    service -> service.timeouts(times).server(server),
                    HttpRig.servers(badly(Answer.ok("1"))))) {
                HttpPeer client = rig.connect();
                for (int i = 0; i < 3; i++) {
                    assertStatus(200, client.get("/bad"));
                }
            }
        }
    }
}
