package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Retries;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.Script;
import io.evenkeel.lb.testkit.tcp.End;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** What may be done twice is sent to another server once, as far as the budget goes. */
@ExtendWith(LeakExtension.class)
class HttpRetryTest {

    private static final Script DIES = request -> Answer.ok("").cut(Point.BEFORE_HEAD, End.RESET);
    private static final Script LIVES = request -> Answer.ok("fine");

    private static int seen(HttpRig rig, int servers) {
        int seen = 0;
        for (int i = 0; i < servers; i++) {
            seen += rig.server(i).requests().size();
        }
        return seen;
    }

    @EachTransport
    void anIdempotentRequestGoesToAnotherServer(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, DIES, LIVES)) {
            HttpPeer client = rig.connect();
            for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE")) {
                for (int i = 0; i < 2; i++) {
                    client.request(method, "/", method.equals("PUT") ? "Content-Length: 0" : "X: x");
                    assertEquals(200, client.read(method).status(), method);
                }
            }
            assertEquals(12, rig.server(1).requests().size());
        }
    }

    @EachTransport
    void itIsSentTwiceAtMost(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, DIES, DIES, DIES, DIES)) {
            for (int i = 1; i <= 4; i++) {
                assertEquals(502, rig.get("/").status());
                assertEquals(2 * i, seen(rig, 4));
            }
        }
    }

    @EachTransport
    void whatIsNotIdempotentIsSentOnce(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, DIES, DIES)) {
            HttpPeer client = rig.connect();
            for (String method : List.of("POST", "PATCH", "MADE-UP")) {
                client.request(method, "/", "Content-Length: 0");
                assertEquals(502, client.read(method).status());
            }
            assertEquals(3, seen(rig, 2));
        }
    }

    /** What was sent of a body is not kept for another server. */
    @EachTransport
    void whatHasABodyIsSentOnce(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, DIES, DIES)) {
            HttpPeer client = rig.connect();
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertEquals(502, client.read("PUT").status());
            assertEquals(1, seen(rig, 2));
        }
    }

    @EachTransport
    void whatHasBegunToBeAnsweredIsSentOnce(Transport transport) throws Exception {
        Script half = request -> Answer.ok("").cut(Point.INSIDE_HEAD, End.RESET);
        try (HttpRig rig = HttpRig.answering(transport, half, half)) {
            assertEquals(502, rig.get("/").status());
            assertEquals(1, seen(rig, 2));
        }
    }

    @EachTransport
    void withoutABudgetNothingIsSentAgain(Transport transport) throws Exception {
        try (HttpRig rig =
                HttpRig.start(transport, service -> service.retries(Retries.NONE), HttpRig.servers(DIES, DIES))) {
            for (int i = 1; i <= 4; i++) {
                assertEquals(502, rig.get("/").status());
                assertEquals(i, seen(rig, 2));
            }
        }
    }

    /** A fifth of the requests of the last ten seconds: of a hundred that fail, no more than twenty are sent again. */
    @EachTransport
    void theBudgetIsAPartOfTheRequests(Transport transport) throws Exception {
        Retries fifth = Retries.DEFAULT.minimumPerSecond(0);
        try (HttpRig rig = HttpRig.start(transport, service -> service.retries(fifth), HttpRig.servers(DIES, DIES))) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < 100; i++) {
                assertEquals(502, client.get("/").status());
            }
            assertEquals(120, seen(rig, 2));
        }
    }

    /** Where nothing was sent nothing is repeated: no budget is asked, and POST goes on, too. */
    @EachTransport
    void aServerThatIsNotReachedCostsNoRetry(Transport transport) throws Exception {
        HttpServer[] servers = HttpRig.servers(LIVES, LIVES, LIVES);
        try (HttpRig rig = HttpRig.start(transport, service -> service.retries(Retries.NONE), servers)) {
            servers[0].tcp().kill();
            servers[1].tcp().kill();
            HttpPeer client = rig.connect();
            for (int i = 0; i < 6; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
                assertEquals(200, client.read("POST").status());
            }
            assertEquals("hi", servers[2].lastRequest().bodyText());
        }
    }
}
