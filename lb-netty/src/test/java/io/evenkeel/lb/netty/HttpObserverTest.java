package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.observe.AccessLog;
import io.evenkeel.lb.observe.HttpExchange;
import io.evenkeel.lb.observe.HttpObserver;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.KeepAlive;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.tcp.End;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What observers are told of exchanges of every end. */
@ExtendWith(LeakExtension.class)
class HttpObserverTest {

    /** Keeps what matters of each exchange as a line, since the view is used again. */
    private static final class Notes implements HttpObserver {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<Long> nanos = new CopyOnWriteArrayList<>();

        @Override
        public void onExchange(HttpExchange exchange) {
            nanos.add(exchange.totalNanos());
            nanos.add(Math.max(0, exchange.firstByteNanos()));
            lines.add(exchange.request().method() + " " + exchange.request().target() + " " + exchange.status() + " "
                    + exchange.requestBytes() + "/" + exchange.responseBytes() + " " + exchange.poolName() + " "
                    + exchange.serverId() + " retries " + exchange.retries() + " "
                    + (exchange.complete() ? "whole " : "cut ") + exchange.outcome());
        }

        /** Those of so many exchanges, once they have ended. */
        List<String> await(int count) {
            Eventually.await(count + " exchanges", Balancers.SOON, () -> lines.size() >= count);
            assertTrue(nanos.stream().allMatch(each -> each >= 0 && each < 60_000_000_000L), nanos.toString());
            return lines;
        }
    }

    private final Notes notes = new Notes();

    private LoadBalancer start(Transport transport, HttpServer... servers) {
        return HttpBalancers.start(transport, HttpBalancers.unchecked(servers).observer(notes));
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void completeOnes(Transport transport) throws Exception {
        try (HttpServer server = HttpServer.start(
                        request -> Answer.of(201).seededBody(3_000, 1).chunked(700));
                LoadBalancer balancer = start(transport, server);
                HttpPeer client = HttpBalancers.connect(balancer)) {
            client.request("POST", "/up?x", "Transfer-Encoding: chunked");
            client.sendChunks(5_000, 3, 777);
            client.send("0\r\n\r\n");
            assertEquals(201, client.read("POST").status());
            assertEquals(201, client.get("/").status());
            client.request("HEAD", "/h");
            assertEquals(201, client.read("HEAD").status());
            String end = " t " + HttpBalancers.id(server) + " retries 0 whole completed";
            assertEquals(
                    List.of("POST /up?x 201 5000/3000" + end, "GET / 201 0/3000" + end, "HEAD /h 201 0/0" + end),
                    notes.await(3));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void cutOnes(Transport transport) throws Exception {
        try (HttpServer server = HttpServer.start(request -> switch (request.target()) {
                    case "/inside" -> Answer.ok("x".repeat(1000)).cut(Point.INSIDE_BODY, End.RESET);
                    case "/before" -> Answer.ok("").cut(Point.BEFORE_HEAD, End.FIN);
                    default -> Answer.never();
                });
                LoadBalancer balancer = start(transport, server)) {
            String of = " t " + HttpBalancers.id(server) + " retries ";
            assertEquals(200, HttpBalancers.get(balancer, "/inside").status());
            String inside = notes.await(1).get(0);
            assertTrue(inside.startsWith("GET /inside 200 0/"), inside);
            assertTrue(inside.endsWith(of + "0 cut server-reset"), inside);
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                client.request("POST", "/before", "Content-Length: 3");
                client.send("abc");
                assertEquals(502, client.read("POST").status());
            }
            assertEquals(
                    "POST /before 502 3/16" + of + "0 whole server-reset",
                    notes.await(2).get(1));
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                client.request("POST", "/never", "Content-Length: 1000");
                client.send("abc");
                server.awaitRequests(3, Balancers.SOON);
                client.reset();
            }
            assertEquals(
                    "POST /never 0 3/0" + of + "0 cut client-reset",
                    notes.await(3).get(2));
        }
    }

    @Test
    void retries() throws Exception {
        try (HttpServer stale = HttpServer.start(request -> Answer.ok("ok"), KeepAlive.UNLIMITED.stale(1, End.RESET));
                LoadBalancer balancer = start(Transport.NIO, stale);
                HttpPeer client = HttpBalancers.connect(balancer)) {
            assertEquals("ok", client.get("/1").bodyText());
            assertEquals("ok", client.get("/2").bodyText());
            String of = " t " + HttpBalancers.id(stale);
            assertEquals(
                    List.of(
                            "GET /1 200 0/2" + of + " retries 0 whole completed",
                            "GET /2 200 0/2" + of + " retries 1 whole completed"),
                    notes.await(2));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void thoseThatNoServerSees(Transport transport) throws Exception {
        HttpServer server = HttpServer.start(request -> Answer.ok("unseen"));
        HttpService.Builder service = HttpBalancers.unchecked(server)
                .route(Route.when(Match.path("/gone"))
                        .answer(FixedAnswer.of(410).text("gone")))
                .observer(exchange -> {
                    throw new IllegalStateException("an observer's failure is its own");
                })
                .observer(notes);
        try (server;
                LoadBalancer balancer = HttpBalancers.start(transport, service)) {
            balancer.await(
                    balancer.service("t").server(HttpBalancers.id(server)).disable());
            assertEquals(410, HttpBalancers.get(balancer, "/gone").status());
            assertEquals(
                    "GET /gone 410 0/4 null null retries 0 whole answered",
                    notes.await(1).get(0));
            assertEquals(503, HttpBalancers.get(balancer, "/").status());
            assertEquals(
                    "GET / 503 0/24 t null retries 0 whole no-server",
                    notes.await(2).get(1));
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n");
                assertEquals(400, client.read("GET").status());
            }
            assertEquals(
                    "  400 0/16 null null retries 0 cut malformed",
                    notes.await(3).get(2));
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                client.request("POST", "/gone", "Transfer-Encoding: chunked");
                client.send("zz\r\n");
                assertTrue(List.of(400, 410).contains(client.read("POST").status()));
            }
            assertEquals("cut", notes.await(4).get(3).replaceAll(".* (cut|whole) .*", "$1"), "half of it was read");
        }
    }

    @Test
    void theAccessLogHasALineForEach() throws Exception {
        AccessLog log = AccessLog.combined();
        List<String> lines = new CopyOnWriteArrayList<>();
        try (HttpServer server = HttpServer.start(request -> Answer.ok("hello"));
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO,
                        HttpBalancers.unchecked(server).observer(exchange -> lines.add(log.line(exchange))))) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                client.get("/a?b", "User-Agent: me \"and\" I", "Referer: http://r/");
                client.send("NONSENSE\r\n\r\n");
                client.read("GET");
            }
            Eventually.await("two lines", Balancers.SOON, () -> lines.size() == 2);
            assertTrue(
                    lines.get(0)
                            .matches("127\\.0\\.0\\.1 - - \\[[^]]+] \"GET /a\\?b HTTP/1\\.1\" 200 5 \"http://r/\""
                                    + " \"me \\\\\"and\\\\\" I\""),
                    lines.get(0));
            assertTrue(lines.get(1).matches("127\\.0\\.0\\.1 - - \\[[^]]+] \"-\" 400 16 \"-\" \"-\""), lines.get(1));
        }
    }
}
