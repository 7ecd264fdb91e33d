package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.observe.HttpExchange;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.tcp.End;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whose fault silence is within a response: a server may be silent for long, a client owes what it owes. */
@ExtendWith(LeakExtension.class)
class HttpSilenceTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(5);
    /** As an event stream: a first event, then nothing for long. */
    private static final String STREAM = "event: first\n\n";

    private static Answer stream(CountDownLatch next) {
        return Answer.ok(STREAM + STREAM).chunked(STREAM.length()).hold(Point.INSIDE_BODY, next);
    }

    private static HttpRig start(
            Transport transport, HttpTimeouts times, Consumer<HttpService.Builder> settings, HttpServer... servers) {
        return HttpRig.start(transport, service -> settings.accept(service.timeouts(times)), servers);
    }

    /** A neighbour's time runs out meanwhile, more than once: so this one's would have, had it been counted. */
    private static void outlast(HttpRig rig) throws Exception {
        for (int i = 0; i < 3; i++) {
            HttpPeer neighbour = rig.connect();
            neighbour.request("POST", "/neighbour", "Content-Length: 10");
            assertEquals(408, neighbour.read("POST").status());
        }
    }

    @EachTransport
    void aServerMayBeSilentForLongerThanAClient(Transport transport) throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        try (HttpRig rig = start(
                transport, HttpTimeouts.DEFAULT.body(SHORT), service -> {}, HttpRig.servers(request -> stream(next)))) {
            HttpPeer client = rig.connect();
            client.request("GET", "/events");
            ReceivedResponse answer = client.readHead("GET", SOON);
            outlast(rig);
            next.countDown();
            client.readBody(answer, Long.MAX_VALUE, SOON);
            assertTrue(answer.isComplete(), answer.toString());
            assertEquals(STREAM + STREAM, answer.bodyText());
        }
    }

    @EachTransport
    void aServerMayNotBeSilentForEver(Transport transport) throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        CountDownLatch never = new CountDownLatch(1);
        try (HttpRig rig = start(
                transport,
                HttpTimeouts.DEFAULT.silence(SHORT),
                service -> service.observer((HttpExchange exchange) -> ends.add(exchange.outcome())),
                HttpRig.servers(request -> stream(never)))) {
            HttpPeer client = rig.connect();
            client.request("GET", "/events");
            ReceivedResponse answer = client.readHead("GET", SOON);
            client.readBody(answer, Long.MAX_VALUE, SOON);
            assertEquals(End.RESET, answer.end(), answer.toString());
            assertEquals("no-answer", ends.poll(SOON.toSeconds(), TimeUnit.SECONDS));
            never.countDown();
        }
    }

    @EachTransport
    void aRouteHasItsOwnTimes(Transport transport) throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        Answer slow = Answer.ok("at last").hold(Point.BEFORE_HEAD, next);
        try (HttpRig rig = start(
                transport,
                HttpTimeouts.DEFAULT.body(SHORT).silence(SHORT).response(SHORT),
                service -> service.route(Route.when(Match.pathUnder("/long"))
                        .to("t")
                        .response(LONG)
                        .silence(LONG)),
                HttpRig.servers(request -> request.target().endsWith("poll") ? slow : stream(next)))) {
            HttpPeer stream = rig.connect();
            stream.request("GET", "/long/stream");
            ReceivedResponse answer = stream.readHead("GET", SOON);
            HttpPeer poll = rig.connect();
            poll.request("GET", "/long/poll");
            assertEquals(504, rig.get("/poll").status());
            assertEquals(End.RESET, rig.get("/stream").end());
            outlast(rig);
            next.countDown();
            assertEquals("at last", poll.read("GET").bodyText());
            stream.readBody(answer, Long.MAX_VALUE, SOON);
            assertTrue(answer.isComplete(), answer.toString());
        }
    }

    @EachTransport
    void aClientThatTakesNothingIsShed(Transport transport) throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        try (HttpRig rig = start(
                transport,
                HttpTimeouts.DEFAULT.body(SHORT).silence(LONG),
                service -> service.observer((HttpExchange exchange) -> ends.add(exchange.outcome())),
                HttpRig.servers(request -> Answer.of(200).seededBody(1L << 32, 1)))) {
            HttpPeer client = rig.connectSmall();
            client.request("GET", "/");
            assertEquals("timed-out", ends.poll(SOON.toSeconds(), TimeUnit.SECONDS));
            rig.server().tcp().awaitEnd(1, End.RESET, SOON);
        }
    }

    /** The server has begun to answer, and takes all that comes of the request: the rest is the client's to send. */
    @EachTransport
    void aClientThatSendsNothingIsShed(Transport transport) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (HttpRig rig = start(
                transport,
                HttpTimeouts.DEFAULT.body(SHORT).silence(LONG),
                service -> {},
                HttpRig.servers(request -> stream(never).early()))) {
            HttpPeer client = rig.connect();
            client.request("POST", "/", "Content-Length: 10");
            ReceivedResponse answer = client.readHead("POST", SOON);
            client.readBody(answer, Long.MAX_VALUE, SOON);
            assertEquals(End.RESET, answer.end(), answer.toString());
            never.countDown();
        }
    }
}
