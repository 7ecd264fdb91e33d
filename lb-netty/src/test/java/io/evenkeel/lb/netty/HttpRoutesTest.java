package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.UpstreamConnections;
import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Redirect;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.tcp.End;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a request goes, and what it is told when it goes nowhere. */
@ExtendWith(LeakExtension.class)
class HttpRoutesTest {

    private static final FixedAnswer SORRY =
            FixedAnswer.of(503).text("come back later").header("Retry-After", "60");

    private static final UpstreamConnections BRIEF = UpstreamConnections.DEFAULT.idle(Duration.ofMillis(500));

    @EachTransport
    void poolsRedirectsAndFixedAnswers(Transport transport) throws Exception {
        try (HttpServer api = HttpServer.start(request -> Answer.ok("api"))) {
            Pool pool = Pool.named("api")
                    .server(HttpBalancers.server(api))
                    .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                    .build();
            try (HttpRig rig = HttpRig.start(
                    transport,
                    service -> service.pool(pool)
                            .route(Route.when(Match.pathUnder("/api")).to("api"))
                            .route(Route.when(Match.host("*.example.com")).redirect(Redirect.toHttps()))
                            .route(Route.when(Match.path("/no"))
                                    .answer(FixedAnswer.of(403).text("no"))),
                    HttpRig.servers(request -> Answer.ok("default")))) {
                HttpPeer client = rig.connect();
                for (int i = 0; i < 3; i++) {
                    assertEquals("api", client.get("/api/x").bodyText());
                    assertEquals("default", client.get("/apix").bodyText());
                    ReceivedResponse no = client.get("/no");
                    assertEquals(403, no.status());
                    assertEquals("no", no.bodyText());
                    client.send("GET /x?y HTTP/1.1\r\nHost: www.example.com\r\n\r\n");
                    ReceivedResponse redirect = client.read("GET");
                    assertEquals(308, redirect.status());
                    assertEquals(
                            "https://www.example.com/x?y", redirect.fields().first("Location"));
                    client.request("HEAD", "/no");
                    assertEquals(403, client.read("HEAD").status());
                }
                // A body that nobody wants costs the connection, and the answer arrives all the same.
                client.request("POST", "/no", "Content-Length: 100000");
                client.tcp().sendSeeded(100_000, 1);
                assertEquals(403, client.read("POST").status());
                assertEquals(End.FIN, client.awaitEnd(SOON));
                api.tcp().kill();
                assertEquals(503, rig.get("/api").status(), "no other pool stands in");
            }
        }
    }

    @EachTransport
    void noServerIsToBeHad(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            rig.server().tcp().kill();
            HttpPeer client = rig.connect();
            assertEquals(503, client.get("/").status());
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertEquals(503, client.read("POST").status());
            assertEquals(503, rig.get("/").status());
            rig.replace(service -> service.unavailable(SORRY));
            ReceivedResponse answer = rig.get("/");
            assertEquals("come back later", answer.bodyText());
            assertEquals("60", answer.fields().first("Retry-After"));
            rig.server().tcp().restart();
            assertEquals(200, rig.get("/").status());
        }
    }

    @EachTransport
    void theSorryServerAnswers(Transport transport) throws Exception {
        try (HttpServer sorry = HttpServer.start(request -> Answer.of(503).body("sorry"))) {
            Availability availability = Availability.DEFAULT.sorryServer(HttpBalancers.server(sorry));
            try (HttpRig rig = HttpRig.start(
                    transport,
                    service -> service.availability(availability).unavailable(SORRY),
                    HttpRig.servers(request -> Answer.ok("x")))) {
                HttpPeer client = rig.connect();
                assertEquals("x", client.get("/").bodyText());
                rig.balancer()
                        .await(rig.balancer()
                                .service("t")
                                .server(HttpBalancers.id(rig.server()))
                                .disable());
                assertEquals("sorry", client.get("/").bodyText());
                sorry.tcp().kill();
                assertEquals("come back later", client.get("/").bodyText());
            }
        }
    }

    @EachTransport
    void whoFindsAllServersFullWaits(Transport transport) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        HttpServer server = HttpServer.start(request ->
                request.target().equals("/slow") ? Answer.ok("slow").hold(Point.BEFORE_HEAD, goOn) : Answer.ok("x"));
        Availability waiting = Availability.DEFAULT.waiting(1, Duration.ofMinutes(1));
        try (server;
                HttpRig rig = HttpRig.start(
                        transport,
                        service -> service.availability(waiting)
                                .upstream(BRIEF)
                                .server(HttpBalancers.server(server).maxConnections(1)))) {
            HttpPeer slow = rig.connect();
            slow.request("GET", "/slow");
            server.awaitRequests(1, SOON);
            HttpPeer waits = rig.connect();
            waits.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            Eventually.awaitEqual(
                    "waiting",
                    1,
                    SOON,
                    () -> rig.balancer().service("t").snapshot().pools().get(0).waiting());
            assertEquals(503, rig.get("/").status(), "the room is full");
            goOn.countDown();
            assertEquals("slow", slow.read("GET").bodyText());
            assertEquals("x", waits.read("POST").bodyText());
            assertEquals("hello", server.lastRequest().bodyText());
            assertEquals(1, server.tcp().accepted(), "it is the request that counts, not the connection");
        }
    }

    @EachTransport
    void whoLeavesTheRoomOrWaitsTooLong(Transport transport) throws Exception {
        HttpServer server = HttpServer.start(request -> Answer.never());
        Availability waiting = Availability.DEFAULT.waiting(1, Duration.ofMillis(300));
        try (server;
                HttpRig rig = HttpRig.start(
                        transport,
                        service -> service.availability(waiting)
                                .upstream(BRIEF)
                                .server(HttpBalancers.server(server).maxConnections(1)))) {
            HttpPeer first = rig.connect();
            first.request("GET", "/");
            server.awaitRequests(1, SOON);
            HttpPeer leaves = rig.connect();
            leaves.request("GET", "/");
            leaves.reset();
            Eventually.awaitEqual(
                    "clients", 1, SOON, () -> Inside.of(rig.balancer()).clients());
            assertEquals(503, rig.get("/").status());
            assertEquals(1, server.requests().size());
            first.reset();
        }
    }

    @EachTransport
    void whoIsNotLetInIsReset(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.start(
                transport,
                service -> service.limits(ConnectionLimits.NONE.clientConnections(1)),
                HttpRig.servers(request -> Answer.ok("x")))) {
            HttpPeer first = rig.connect();
            assertEquals(200, first.get("/").status());
            assertEquals(End.RESET, rig.connect().awaitEnd(SOON));
            assertEquals(200, first.get("/").status());
            rig.replace(service -> service.access(AccessList.ALL.deny("127.0.0.0/8")));
            assertEquals(End.RESET, rig.connect().awaitEnd(SOON));
            assertEquals(200, first.get("/").status(), "who is in stays");
        }
    }
}
