package io.evenkeel.lb.netty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.route.AttachmentKey;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.HttpFilter;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.RequestExchange;
import io.evenkeel.lb.route.ResponseExchange;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.SeenRequest;
import io.evenkeel.lb.testkit.tcp.End;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What filters see and change, over real sockets. */
@ExtendWith(LeakExtension.class)
class HttpFilterTest {

    private static HttpFilter onRequest(Consumer<RequestExchange> what) {
        return new HttpFilter() {
            @Override
            public void onRequest(RequestExchange exchange) {
                what.accept(exchange);
            }
        };
    }

    private static HttpFilter onResponse(Consumer<ResponseExchange> what) {
        return new HttpFilter() {
            @Override
            public void onResponse(ResponseExchange exchange) {
                what.accept(exchange);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void headsAreSeenAndChanged(Transport transport) throws Exception {
        HttpFilter first = onRequest(exchange -> {
            assertEquals("/old?a=1", exchange.head().target());
            assertEquals("127.0.0.1", exchange.client().getAddress().getHostAddress());
            assertEquals("127.0.0.1", exchange.head().header("X-Forwarded-For"), "it was added before");
            exchange.setHeader("X-One", "1");
            exchange.addHeader("x-one", "2");
            exchange.removeHeader("X-Secret");
            exchange.target("/new?b=2");
        });
        HttpFilter second = new HttpFilter() {
            @Override
            public void onRequest(RequestExchange exchange) {
                assertEquals(List.of("1", "2"), exchange.head().headers("X-One"));
                assertEquals("/new", exchange.head().path());
                exchange.setHeader("X-One", "3");
            }

            @Override
            public void onResponse(ResponseExchange exchange) {
                assertEquals(200, exchange.head().status());
                assertEquals("/new?b=2", exchange.request().target());
                exchange.setHeader("Server", "hidden");
                exchange.removeHeader("X-Powered-By");
                exchange.addHeader("Set-Cookie", "a=b");
                assertEquals("hidden", exchange.head().header("server"));
            }
        };
        try (HttpServer server = HttpServer.start(request -> Answer.ok("body")
                        .header("Server", "secret/1")
                        .header("X-Powered-By", "x")
                        .header("Set-Cookie", "c=d"));
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(server).filter(first).filter(second))) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                for (int i = 0; i < 3; i++) {
                    ReceivedResponse answer = client.get("/old?a=1", "X-Secret: s", "X-One: 0");
                    assertEquals("body", answer.bodyText());
                    assertEquals(List.of("hidden"), answer.fields().all("Server"));
                    assertFalse(answer.fields().has("X-Powered-By"));
                    assertEquals(List.of("c=d", "a=b"), answer.fields().all("Set-Cookie"));
                    SeenRequest seen = server.lastRequest();
                    assertEquals("/new?b=2", seen.target());
                    assertEquals(List.of("3"), seen.fields().all("X-One"));
                    assertFalse(seen.fields().has("X-Secret"));
                }
            }
            Balancers.awaitIdle(balancer);
        }
    }

    @Test
    void theFirstAnswerCountsAndEndsIt() throws Exception {
        try (HttpServer server = HttpServer.start(request -> Answer.ok("server"));
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO,
                        HttpBalancers.unchecked(server)
                                .filter(onRequest(exchange -> {
                                    if (exchange.head().isPath("/no")) {
                                        exchange.answer(FixedAnswer.of(403).text("no"));
                                        exchange.answer(FixedAnswer.of(404));
                                    }
                                }))
                                .filter(onRequest(exchange -> exchange.addHeader("X-Second", "seen")))
                                .filter(onResponse(exchange -> exchange.setHeader("X-Filtered", "yes"))))) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                ReceivedResponse refused = client.get("/no");
                assertEquals(403, refused.status());
                assertEquals("no", refused.bodyText());
                assertFalse(refused.fields().has("X-Filtered"), "answers of filters are not filtered");
                assertEquals("server", client.get("/yes").bodyText());
                assertEquals(1, server.requests().size());
                assertEquals("seen", server.lastRequest().fields().first("X-Second"));
            }
        }
    }

    @Test
    void aPoolOverridesRoutes() throws Exception {
        try (HttpServer web = HttpServer.start(request -> Answer.ok("web"));
                HttpServer beta = HttpServer.start(request -> Answer.ok("beta"));
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO,
                        HttpBalancers.unchecked(web)
                                .pool(Pool.named("beta")
                                        .server(HttpBalancers.server(beta))
                                        .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                                        .build())
                                .route(Route.when(Match.pathUnder("/")).answer(FixedAnswer.of(404)))
                                .filter(onRequest(exchange -> {
                                    String pool = exchange.head().header("X-Pool");
                                    if (pool != null) {
                                        exchange.pool(pool);
                                    }
                                })))) {
            assertEquals(404, HttpBalancers.get(balancer, "/").status());
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                assertEquals("beta", client.get("/", "X-Pool: beta").bodyText());
                assertEquals("web", client.get("/", "X-Pool: t").bodyText());
                assertEquals(500, client.get("/", "X-Pool: none").status(), "there is no such pool");
                assertEquals("beta", client.get("/", "X-Pool: beta").bodyText(), "the connection goes on");
            }
        }
    }

    @Test
    void aServerIsPreferredAndPersistenceLeftAlone() throws Exception {
        try (HttpServer a = HttpServer.start(request -> Answer.ok("a"));
                HttpServer b = HttpServer.start(request -> Answer.ok("b"));
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO,
                        HttpBalancers.unchecked(a, b)
                                .persistence(Persistence.source())
                                .filter(onRequest(exchange -> {
                                    String server = exchange.head().header("X-Server");
                                    if (server != null) {
                                        exchange.server(server);
                                    }
                                })))) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                String own = client.get("/").bodyText();
                String other = own.equals("a") ? "b" : "a";
                String id = HttpBalancers.id(own.equals("a") ? b : a);
                for (int i = 0; i < 4; i++) {
                    assertEquals(other, client.get("/", "X-Server: " + id).bodyText());
                    assertEquals(own, client.get("/").bodyText());
                }
                assertEquals(200, client.get("/", "X-Server: 192.0.2.1:80").status(), "one that is not there");
                balancer.await(balancer.service("t").server(id).disable());
                assertEquals(own, client.get("/", "X-Server: " + id).bodyText(), "one that takes nobody");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void oneThatThrowsCostsItsRequestOnly(Transport transport) throws Exception {
        try (HttpServer server = HttpServer.start(
                        request -> Answer.of(200).seededBody(500_000, 1).chunked(900));
                LoadBalancer balancer = HttpBalancers.start(
                        transport,
                        HttpBalancers.unchecked(server)
                                .filter(onRequest(exchange -> {
                                    if (exchange.head().isPath("/in")) {
                                        throw new IllegalStateException("in");
                                    }
                                }))
                                .filter(onResponse(exchange -> {
                                    exchange.setHeader("X-Half", "done");
                                    if (exchange.request().isPath("/out")) {
                                        throw new NoClassDefFoundError("out");
                                    }
                                })))) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                ReceivedResponse in = client.get("/in");
                assertEquals(500, in.status());
                assertEquals(0, server.requests().size());
                ReceivedResponse out = client.get("/out");
                assertEquals(500, out.status());
                assertTrue(out.isComplete());
                assertFalse(out.fields().has("X-Half"), "nothing of the server's answer is left");
                assertEquals(500_000, client.get("/good").bodyBytes(), "the connection goes on");
            }
            Balancers.awaitIdle(balancer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void oneThatThrowsAtAnEarlyAnswerEndsTheUpload(Transport transport) throws Exception {
        try (HttpServer server = HttpServer.start(request -> Answer.ok("early").early());
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(server).filter(onResponse(exchange -> {
                            throw new IllegalStateException("out");
                        })));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            client.request("POST", "/", "Content-Length: 1000000");
            client.send("x".repeat(10_000));
            ReceivedResponse answer = client.read("POST");
            assertEquals(500, answer.status());
            assertEquals(End.FIN, client.awaitEnd(Balancers.SOON));
            Balancers.awaitIdle(balancer);
            Eventually.await(
                    "the server sees that the request is cut",
                    Balancers.SOON,
                    () -> server.tcp().connections().stream().allMatch(connection -> connection.end() != End.NONE));
            assertFalse(server.lastRequest().isComplete());
        }
    }

    @Test
    void whatWouldBreakTheMessageIsRefused() throws Exception {
        HttpFilter probing = new HttpFilter() {
            @Override
            public void onRequest(RequestExchange exchange) {
                for (String name : List.of("Host", "content-length", "Transfer-Encoding", "Connection", "a b", "")) {
                    assertThrows(IllegalArgumentException.class, () -> exchange.setHeader(name, "1"), name);
                    assertThrows(IllegalArgumentException.class, () -> exchange.addHeader(name, "1"), name);
                    assertThrows(IllegalArgumentException.class, () -> exchange.removeHeader(name), name);
                }
                assertThrows(IllegalArgumentException.class, () -> exchange.setHeader("X-A", "1\r\nX-B: 2"));
                assertThrows(IllegalArgumentException.class, () -> exchange.target("/a b"));
                assertThrows(IllegalArgumentException.class, () -> exchange.target("*"));
                assertThrows(IllegalArgumentException.class, () -> exchange.pool("none"));
            }

            @Override
            public void onResponse(ResponseExchange exchange) {
                assertThrows(IllegalArgumentException.class, () -> exchange.removeHeader("Content-Length"));
                assertThrows(IllegalArgumentException.class, () -> exchange.setHeader("X-A", "\0"));
                exchange.setHeader("X-Probed", "yes");
            }
        };
        try (HttpServer server = HttpServer.start(request -> Answer.ok("ok"));
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO, HttpBalancers.unchecked(server).filter(probing))) {
            ReceivedResponse answer = HttpBalancers.get(balancer, "/");
            assertEquals("ok", answer.bodyText());
            assertEquals("yes", answer.fields().first("X-Probed"));
            assertNull(server.lastRequest().fields().first("X-A"));
        }
    }

    @Test
    void anExchangeIsValidDuringTheCallOnly() throws Exception {
        AtomicReference<RequestExchange> kept = new AtomicReference<>();
        try (HttpServer server = HttpServer.start(request -> Answer.ok("ok"));
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO, HttpBalancers.unchecked(server).filter(onRequest(kept::set)))) {
            assertEquals(200, HttpBalancers.get(balancer, "/").status());
            assertThrows(IllegalStateException.class, () -> kept.get().setHeader("X-A", "1"));
            assertThrows(IllegalStateException.class, () -> kept.get().head());
            assertThrows(IllegalStateException.class, () -> kept.get().answer(FixedAnswer.of(404)));
        }
    }

    private static final AttachmentKey<String> SPAN = AttachmentKey.of("span");
    private static final AttachmentKey<Integer> TIMER = AttachmentKey.of("timer");

    private static HttpFilter begins() {
        return new HttpFilter() {
            @Override
            public void onRequest(RequestExchange exchange) {
                assertNull(exchange.attachment(SPAN), "nothing is left of the exchange before");
                exchange.attach(SPAN, exchange.head().path());
                exchange.attach(TIMER, 1);
                if (exchange.head().path().equals("/answered")) {
                    exchange.answer(FixedAnswer.of(204));
                }
            }

            @Override
            public void onResponse(ResponseExchange exchange) {
                exchange.attach(TIMER, 2);
            }
        };
    }

    /** Whatever becomes of an exchange, who began something in its filter hears of its end. */
    @EachTransport
    void whatIsAttachedEndsWithTheExchange(Transport transport) throws Exception {
        BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        try (HttpRig rig = HttpRig.start(
                transport,
                service -> service.filter(begins())
                        .route(Route.when(Match.path("/named")).to("t").named("the-named"))
                        .observer(exchange -> ended.add(exchange.attachment(SPAN) + " " + exchange.attachment(TIMER)
                                + " " + exchange.routeName() + " " + exchange.outcome())),
                HttpRig.servers(request -> request.target().equals("/never") ? Answer.never() : Answer.ok("x")))) {
            HttpPeer client = rig.connect();
            client.get("/named");
            assertEquals("/named 2 the-named completed", ended.poll(10, SECONDS));
            client.get("/answered");
            assertEquals("/answered 1 null answered", ended.poll(10, SECONDS));
            client.request("GET", "/never");
            rig.server().awaitRequests(2, Balancers.SOON);
            client.reset();
            assertEquals("/never 1 null client-reset", ended.poll(10, SECONDS));
            assertEquals(200, rig.get("/other").status());
            assertEquals("/other 2 null completed", ended.poll(10, SECONDS));
        }
    }

    @Test
    void attachmentsAreBoundedAndTakenAway() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        HttpFilter many = onRequest(exchange -> {
            for (int i = 0; i < 32; i++) {
                exchange.attach(AttachmentKey.of("one of many"), i);
            }
            AttachmentKey<String> tooMany = AttachmentKey.of("too many");
            exchange.attach(tooMany, null);
            seen.add(assertThrows(IllegalStateException.class, () -> exchange.attach(tooMany, "x"))
                    .getMessage());
        });
        HttpFilter few = onRequest(exchange -> {
            exchange.attach(SPAN, "a");
            exchange.attach(SPAN, "b");
            seen.add(exchange.attachment(SPAN) + " " + exchange.attachment(AttachmentKey.<String>of("span")));
            exchange.attach(SPAN, null);
            seen.add(String.valueOf(exchange.attachment(SPAN)));
        });
        try (HttpRig rig = HttpRig.start(
                Transport.AUTO,
                service -> service.filter(few).filter(many),
                HttpRig.servers(request -> Answer.ok("x")))) {
            assertEquals(200, rig.get("/").status());
        }
        assertEquals(
                List.of("b null", "null", "32 are attached already, so that too many cannot be"), List.copyOf(seen));
    }
}
