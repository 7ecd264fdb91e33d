package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.SeenRequest;
import io.evenkeel.lb.testkit.tcp.End;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that leaves, before its request's end, while it waits, or in the answer. */
@ExtendWith(LeakExtension.class)
class HttpClientGoneTest {

    /** The server's connection is dropped: whoever reads a body must see that it is not whole. */
    private static void assertServerSeesACut(HttpRig rig) {
        rig.server().tcp().awaitEnd(1, End.RESET, SOON);
        SeenRequest seen = rig.server().requests().get(0);
        assertFalse(seen.isComplete(), seen.toString());
        Balancers.awaitIdle(rig.balancer());
    }

    @EachTransport
    void aResetWithinTheBody(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            HttpPeer client = rig.connect();
            client.request("POST", "/", "Content-Length: 10");
            client.send("hello");
            rig.server().awaitRequests(1, SOON);
            client.reset();
            assertServerSeesACut(rig);
        }
    }

    @EachTransport
    void aFinWithinTheBody(Transport transport) throws Exception {
        for (String framing : new String[] {"Content-Length: 10", "Transfer-Encoding: chunked"}) {
            try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
                HttpPeer client = rig.connect();
                client.request("POST", "/", framing);
                client.send("5\r\nhell");
                rig.server().awaitRequests(1, SOON);
                client.shutdownOutput();
                assertServerSeesACut(rig);
                assertEquals(End.RESET, client.awaitEnd(SOON));
            }
        }
    }

    @EachTransport
    void aFinRightBehindHalfABody(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            for (int i = 0; i < 10; i++) {
                HttpPeer client = rig.connect();
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
                client.shutdownOutput();
                assertEquals(End.RESET, client.awaitEnd(SOON));
            }
            Balancers.awaitIdle(rig.balancer());
            rig.server().requests().forEach(seen -> assertFalse(seen.isComplete(), seen.toString()));
        }
    }

    @EachTransport
    void anEndWithinTheHead(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            HttpPeer polite = rig.connect();
            polite.send("GET / HTTP/1.1\r\nHos");
            polite.shutdownOutput();
            assertEquals(End.FIN, polite.awaitEnd(SOON));
            HttpPeer rude = rig.connect();
            rude.send("GET / HTTP/1.1\r\nHos");
            rude.reset();
            assertEquals(0, rig.server().requests().size());
        }
    }

    @EachTransport
    void aFinBehindACompleteRequest(Transport transport) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Answer slow = Answer.of(200).seededBody(500_000, 1).hold(Point.BEFORE_HEAD, goOn);
        try (HttpRig rig = HttpRig.answering(transport, request -> slow)) {
            HttpPeer client = rig.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            client.shutdownOutput();
            rig.server().awaitRequests(1, SOON);
            goOn.countDown();
            ReceivedResponse answer = client.read("POST");
            assertEquals(500_000, answer.bodyBytes());
            assertEquals(true, answer.isComplete());
            assertEquals(End.FIN, client.awaitEnd(SOON));
        }
    }

    @EachTransport
    void aFinBehindSeveralRequests(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok(request.target()))) {
            HttpPeer client = rig.connect();
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTT");
            client.shutdownOutput();
            assertEquals("/1", client.read("GET").bodyText());
            assertEquals("/2", client.read("GET").bodyText());
            assertEquals(End.FIN, client.awaitEnd(SOON));
        }
    }

    @EachTransport
    void aResetWhileTheAnswerIsAwaited(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.never())) {
            HttpPeer client = rig.connect();
            client.request("GET", "/");
            rig.server().awaitRequests(1, SOON);
            client.reset();
            rig.server().tcp().awaitEnd(1, End.RESET, SOON);
            Balancers.awaitIdle(rig.balancer());
        }
    }

    /** The next request is waiting already, so that nothing more is read; NIO does not tell of a reset then. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING"})
    void aResetOfOneWhoHasSentMore(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.never())) {
            HttpPeer client = rig.connect();
            client.request("GET", "/");
            client.request("GET", "/second");
            rig.server().awaitRequests(1, SOON);
            client.reset();
            rig.server().tcp().awaitEnd(1, End.RESET, SOON);
        }
    }

    @EachTransport
    void aResetWithinTheAnswer(Transport transport) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Answer half = Answer.of(200).seededBody(100_000, 1).hold(Point.INSIDE_BODY, never);
        try (HttpRig rig = HttpRig.answering(transport, request -> half)) {
            HttpPeer client = rig.connect();
            client.request("GET", "/");
            ReceivedResponse answer = client.readHead("GET", SOON);
            client.readBody(answer, 50_000, SOON);
            client.reset();
            Balancers.awaitIdle(rig.balancer());
            never.countDown();
            rig.server().tcp().awaitEnd(1, End.RESET, SOON);
        }
    }

    @EachTransport
    void aResetWhileTheServerSends(Transport transport) throws Exception {
        Answer large = Answer.of(200).seededBody(1L << 32, 1);
        try (HttpRig rig = HttpRig.answering(transport, request -> large)) {
            HttpPeer client = rig.connect();
            client.request("GET", "/");
            ReceivedResponse answer = client.readHead("GET", SOON);
            client.readBody(answer, 1_000_000, SOON);
            client.reset();
            Eventually.await(
                    "the server's connection to end",
                    SOON,
                    () -> rig.server().tcp().open() == 0);
            Balancers.awaitIdle(rig.balancer());
        }
    }
}
