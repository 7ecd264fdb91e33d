package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.tcp.End;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that take their time. */
@ExtendWith(LeakExtension.class)
class HttpClientTimeoutTest {

    private static final Duration SHORT = Duration.ofMillis(250);

    private static HttpRig start(Transport transport, HttpTimeouts timeouts, Answer answer) {
        return HttpRig.start(transport, service -> service.timeouts(timeouts), HttpRig.servers(request -> answer));
    }

    /** Sends a piece now and then until the balancer has had enough; what it says about that is still to be read. */
    private static void drip(HttpPeer client, String piece, End enough) throws IOException {
        long until = System.nanoTime() + SOON.toNanos();
        try {
            while (System.nanoTime() - until < 0) {
                client.send(piece);
                if (client.tcp().readFully(1, Duration.ofMillis(20)).end() != End.TIMEOUT) {
                    return;
                }
            }
        } catch (IOException reset) {
            return;
        }
        throw new AssertionError("it went on for " + SOON + ", not to its end " + enough);
    }

    @EachTransport
    void aConnectionOnWhichNothingComes(Transport transport) throws Exception {
        try (HttpRig rig = start(transport, HttpTimeouts.DEFAULT.head(SHORT), Answer.ok("x"))) {
            assertEquals(End.FIN, rig.connect().awaitEnd(SOON));
        }
    }

    @EachTransport
    void aHeadThatIsNotFinished(Transport transport) throws Exception {
        try (HttpRig rig = start(transport, HttpTimeouts.DEFAULT.head(SHORT), Answer.ok("x"))) {
            HttpPeer client = rig.connect();
            client.send("GET / HTTP/1.1\r\nHost: ");
            ReceivedResponse answer = client.read("GET");
            assertEquals(408, answer.status());
            assertTrue(answer.fields().lists("Connection", "close"));
            assertEquals(End.FIN, client.awaitEnd(SOON));
            assertEquals(0, rig.server().requests().size());
        }
    }

    /** The deadline is absolute: no byte moves it. */
    @EachTransport
    void aHeadThatDrips(Transport transport) throws Exception {
        try (HttpRig rig = start(transport, HttpTimeouts.DEFAULT.head(SHORT), Answer.ok("x"))) {
            HttpPeer first = rig.connect();
            first.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
            drip(first, "x", End.FIN);
            HttpPeer second = rig.connect();
            assertEquals(200, second.get("/").status());
            second.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
            drip(second, "x", End.FIN);
            assertEquals(1, rig.server().requests().size());
        }
    }

    @EachTransport
    void aClientThatHasNoMoreRequests(Transport transport) throws Exception {
        HttpTimeouts times = HttpTimeouts.DEFAULT.keepAlive(SHORT);
        try (HttpRig rig = start(transport, times, Answer.ok("x"))) {
            HttpPeer client = rig.connect();
            assertEquals(200, client.get("/").status());
            assertEquals(200, client.get("/").status());
            assertEquals(End.FIN, client.awaitEnd(SOON));
        }
    }

    /** Neither the time for a head nor that between requests counts while a server works. */
    @EachTransport
    void aServerThatWorksForLong(Transport transport) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        HttpTimeouts times = HttpTimeouts.DEFAULT.keepAlive(SHORT).head(SHORT);
        Answer slow = Answer.ok("slow").hold(Point.BEFORE_HEAD, goOn);
        try (HttpRig rig = start(transport, times, slow)) {
            HttpPeer idle = rig.connect();
            HttpPeer client = rig.connect();
            client.request("GET", "/");
            rig.server().awaitRequests(1, SOON);
            assertEquals(End.FIN, idle.awaitEnd(SOON));
            assertEquals(End.FIN, rig.connect().awaitEnd(SOON));
            goOn.countDown();
            assertEquals("slow", client.read("GET").bodyText());
        }
    }

    @EachTransport
    void aBodyThatStops(Transport transport) throws Exception {
        try (HttpRig rig = start(transport, HttpTimeouts.DEFAULT.body(SHORT), Answer.ok("x"))) {
            HttpPeer client = rig.connect();
            client.request("POST", "/", "Content-Length: 10");
            client.send("hello");
            ReceivedResponse answer = client.read("POST");
            assertEquals(408, answer.status());
            assertTrue(answer.fields().lists("Connection", "close"));
            assertEquals(End.FIN, client.awaitEnd(SOON));
            rig.server().tcp().awaitEnd(1, End.RESET, SOON);
            assertFalse(rig.server().requests().get(0).isComplete());
        }
    }

    /** After a grace of five seconds. */
    @Tag("load")
    @EachTransport
    void aBodyThatDrips(Transport transport) throws Exception {
        HttpTimeouts times = HttpTimeouts.DEFAULT.bodyRate(10_000);
        try (HttpRig rig = start(transport, times, Answer.ok("x"))) {
            HttpPeer client = rig.connect();
            client.request("POST", "/", "Content-Length: 1000000");
            long begun = System.nanoTime();
            drip(client, "x".repeat(20), End.FIN);
            assertTrue(System.nanoTime() - begun >= Duration.ofSeconds(4).toNanos(), "cut within the grace");
            rig.server().tcp().awaitEnd(1, End.RESET, SOON);
        }
    }

    /** It reads nothing, and the balancer does not wait for it for ever. */
    @EachTransport
    void aClientThatDoesNotRead(Transport transport) throws Exception {
        Answer large = Answer.of(200).seededBody(1L << 32, 1);
        try (HttpRig rig = start(transport, HttpTimeouts.DEFAULT.body(SHORT), large)) {
            HttpPeer client = rig.connectSmall();
            client.request("GET", "/");
            rig.server().tcp().awaitEnd(1, End.RESET, SOON);
            Balancers.awaitIdle(rig.balancer());
        }
    }

    /** The last answer waits for it in the balancer, which has nothing more to do. */
    @EachTransport
    void aClientThatDoesNotReadItsLastAnswer(Transport transport) throws Exception {
        HttpTimeouts times = HttpTimeouts.DEFAULT.body(SHORT).keepAlive(SHORT);
        try (HttpRig rig = start(transport, times, Answer.of(200).seededBody(3_000, 1))) {
            for (String field : new String[] {"Connection: close", "X: x"}) {
                HttpPeer client = rig.connectSmall();
                StringBuilder many = new StringBuilder();
                for (int i = 0; i < 2_000; i++) {
                    many.append("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                }
                client.send(many + "GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n");
                rig.server().awaitRequests(1, SOON);
                Eventually.awaitEqual(
                        "clients", 0, SOON, () -> Inside.of(rig.balancer()).clients());
            }
        }
    }
}
