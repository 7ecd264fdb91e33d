package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.UpstreamConnections;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.Script;
import io.evenkeel.lb.testkit.tcp.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services that are replaced and removed, and servers that go, under live connections. */
@ExtendWith(LeakExtension.class)
class HttpRuntimeChangeTest {

    private static Script slow(String name, CountDownLatch goOn) {
        return request -> {
            Answer answer = Answer.ok(name);
            return request.target().equals("/slow") ? answer.hold(Point.BEFORE_HEAD, goOn) : answer;
        };
    }

    private static ServerHandle handle(HttpRig rig, int server) {
        return rig.balancer().service("t").server(HttpBalancers.id(rig.server(server)));
    }

    @EachTransport
    void aReplacedServiceIsInForceWithTheNextRequest(Transport transport) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (HttpRig rig = HttpRig.answering(transport, slow("server", goOn))) {
            HttpPeer client = rig.connect();
            assertEquals("server", client.get("/x").bodyText());
            HttpPeer underWay = rig.connect();
            underWay.request("GET", "/slow");
            rig.server().awaitRequests(2, SOON);
            Route fixed =
                    Route.when(Match.path("/x")).answer(FixedAnswer.of(410).text("gone"));
            HttpTimeouts times = HttpTimeouts.DEFAULT.response(Duration.ofMillis(200));
            rig.replace(service -> service.route(fixed).timeouts(times));
            assertEquals(410, client.get("/x").status());
            HttpPeer late = rig.connect();
            assertEquals(504, late.get("/slow").status());
            goOn.countDown();
            assertEquals("server", underWay.read("GET").bodyText(), "what has begun keeps its times");
            assertEquals(410, underWay.get("/x").status());
            rig.replace(service -> {});
            assertEquals("server", client.get("/x").bodyText());
        }
    }

    @EachTransport
    void aRemovedServiceEndsItsConnections(Transport transport) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (HttpRig rig = HttpRig.answering(transport, slow("x", never))) {
            HttpPeer idle = rig.connect();
            assertEquals(200, idle.get("/").status());
            HttpPeer underWay = rig.connect();
            underWay.request("GET", "/slow");
            HttpPeer inHead = rig.connect();
            inHead.send("GET / HT");
            HttpPeer inBody = rig.connect();
            inBody.request("POST", "/", "Content-Length: 5");
            rig.server().awaitRequests(3, SOON);
            rig.balancer().await(rig.balancer().remove("t"));
            for (HttpPeer each : new HttpPeer[] {idle, inHead}) {
                assertEquals(End.RESET, each.awaitEnd(SOON));
            }
            for (HttpPeer each : new HttpPeer[] {underWay, inBody}) {
                int status = each.read("GET").status(); // its server's connection may be ended first
                assertTrue(status == 0 || status == 502 || status == 503, status + "");
            }
            never.countDown();
            rig.server().tcp().connections().forEach(each -> each.awaitEnd(SOON));
        }
    }

    @EachTransport
    void aDrainedServerGetsNoMoreRequests(Transport transport) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (HttpRig rig = HttpRig.answering(transport, slow("0", goOn), slow("1", goOn))) {
            HttpPeer client = rig.connect();
            client.get("/");
            client.get("/");
            HttpPeer first = rig.connect();
            first.request("GET", "/slow");
            HttpPeer second = rig.connect();
            second.request("GET", "/slow");
            rig.server(0).awaitRequests(2, SOON);
            rig.server(1).awaitRequests(2, SOON);
            rig.balancer().await(handle(rig, 0).drain(Duration.ofMinutes(1)));
            for (int i = 0; i < 6; i++) {
                assertEquals("1", client.get("/").bodyText());
            }
            goOn.countDown();
            assertEquals("01", sorted(first.read("GET"), second.read("GET")));
            rig.balancer().await(handle(rig, 0).enable());
            assertEquals("01", sorted(client.get("/"), client.get("/")));
        }
    }

    private static String sorted(ReceivedResponse a, ReceivedResponse b) {
        String both = a.bodyText() + b.bodyText();
        return both.equals("10") ? "01" : both;
    }

    @EachTransport
    void whatIsUnderWayWhenADrainEnds(Transport transport) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (HttpRig rig = HttpRig.start(
                transport,
                service -> service.whenDrainEnds(LiveConnections.RESET),
                HttpRig.servers(slow("0", never)))) {
            HttpPeer posting = rig.connect();
            posting.request("POST", "/slow", "Content-Length: 0");
            HttpPeer getting = rig.connect();
            getting.request("GET", "/slow");
            rig.server().awaitRequests(2, SOON);
            rig.balancer().await(handle(rig, 0).drain(Duration.ofMillis(100)));
            assertEquals(502, posting.read("POST").status());
            assertEquals(502, getting.read("GET").status());
            assertEquals(503, posting.get("/").status(), "the client's connection goes on");
            never.countDown();
        }
    }

    @EachTransport
    void whatAnotherPoolHasUnderWayAtTheServerGoesOn(Transport transport) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        HttpServer[] servers = HttpRig.servers(slow("0", goOn));
        Pool other = Pool.named("other")
                .server(HttpBalancers.server(servers[0]))
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                .build();
        Route toOther = Route.when(Match.header("Pool", "other")).to("other");
        try (HttpRig rig = HttpRig.start(
                transport,
                service ->
                        service.whenDrainEnds(LiveConnections.RESET).pool(other).route(toOther),
                servers)) {
            HttpPeer ended = rig.connect();
            ended.request("GET", "/slow");
            HttpPeer kept = rig.connect();
            kept.request("GET", "/slow", "Pool: other");
            rig.server().awaitRequests(2, SOON);
            rig.balancer().await(handle(rig, 0).drain(Duration.ofMillis(100)));
            assertEquals(502, ended.read("GET").status());
            goOn.countDown();
            assertEquals("0", kept.read("GET").bodyText());
        }
    }

    @EachTransport
    void whatIsUnderWayByPolicy(Transport transport) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        for (LiveConnections policy : new LiveConnections[] {
            LiveConnections.FINISH, LiveConnections.RESET, LiveConnections.finishWithin(Duration.ofMillis(100))
        }) {
            CountDownLatch held = policy == LiveConnections.FINISH ? goOn : new CountDownLatch(1);
            try (HttpRig rig = HttpRig.start(
                    transport, service -> service.whenDrainEnds(policy), HttpRig.servers(slow("0", held)))) {
                HttpPeer client = rig.connect();
                client.request("POST", "/slow", "Content-Length: 0");
                rig.server().awaitRequests(1, SOON);
                rig.balancer().await(handle(rig, 0).drain(Duration.ofMillis(50)));
                if (policy == LiveConnections.FINISH) {
                    Eventually.awaitEqual(
                            "state",
                            AdminState.DISABLED,
                            SOON,
                            () -> handle(rig, 0).snapshot().admin());
                    goOn.countDown();
                    assertEquals("0", client.read("POST").bodyText());
                } else {
                    assertEquals(502, client.read("POST").status(), policy.toString());
                }
                held.countDown();
            }
        }
    }

    @EachTransport
    void aRemovedServerIsLeftByItsIdleConnections(Transport transport) throws Exception {
        UpstreamConnections patient = UpstreamConnections.DEFAULT.idle(Duration.ofHours(1));
        try (HttpRig rig = HttpRig.start(
                transport,
                service -> service.upstream(patient),
                HttpRig.servers(request -> Answer.ok("0"), request -> Answer.ok("1")))) {
            HttpPeer client = rig.connect();
            client.get("/");
            client.get("/");
            rig.balancer().await(rig.balancer().service("t").remove(HttpBalancers.id(rig.server(0))));
            assertEquals(End.FIN, rig.server(0).tcp().connections().get(0).awaitEnd(SOON));
            for (int i = 0; i < 4; i++) {
                assertEquals("1", client.get("/").bodyText());
            }
        }
    }

    /** By a replaced configuration, in a pool that is gone: but not as long as another pool has the server. */
    @EachTransport
    void aServerOfTwoPoolsIsLeftWithTheSecond(Transport transport) throws Exception {
        UpstreamConnections patient = UpstreamConnections.DEFAULT.idle(Duration.ofHours(1));
        Route toOther = Route.when(Match.pathUnder("/other")).to("other");
        try (HttpRig rig = HttpRig.start(transport, service -> {}, HttpRig.servers(request -> Answer.ok("0")));
                HttpServer second = HttpServer.start(request -> Answer.ok("1"))) {
            RealServer shared = Balancers.server(second.tcp());
            rig.replace(service -> service.upstream(patient)
                    .server(shared)
                    .pool(Pool.named("other").server(shared).build())
                    .route(toOther));
            HttpPeer client = rig.connect();
            assertEquals("1", client.get("/other").bodyText());
            rig.replace(service -> service.upstream(patient)
                    .pool(Pool.named("other").server(shared).build())
                    .route(toOther));
            assertEquals("1", client.get("/other").bodyText());
            assertEquals(1, second.tcp().accepted(), "the other pool's connection is still there");
            rig.replace(service -> service.upstream(patient));
            assertEquals(End.FIN, second.tcp().connections().get(0).awaitEnd(SOON));
            assertEquals("0", client.get("/other").bodyText());
        }
    }

    @EachTransport
    void idleConnectionsOfServers(Transport transport) throws Exception {
        UpstreamConnections none = UpstreamConnections.DEFAULT.maxIdle(0);
        UpstreamConnections brief = UpstreamConnections.DEFAULT.idle(Duration.ofMillis(100));
        try (HttpRig rig = HttpRig.start(
                transport, service -> service.upstream(none), HttpRig.servers(request -> Answer.ok("x")))) {
            HttpPeer client = rig.connect();
            getThree(client);
            assertEquals(3, rig.server().tcp().accepted());
            rig.replace(service -> service.upstream(brief));
            client.get("/");
            rig.server().tcp().awaitOpen(0, SOON);
            rig.replace(service -> {});
            getThree(client);
            assertEquals(5, rig.server().tcp().accepted());
            UpstreamConnections young = UpstreamConnections.DEFAULT.maxAge(Duration.ofMillis(10));
            rig.replace(service -> service.upstream(young));
            Eventually.await("the present settings count for those that are there", SOON, () -> {
                get(client);
                return rig.server().tcp().open() == 0;
            });
        }
    }

    private static void getThree(HttpPeer client) {
        for (int i = 0; i < 3; i++) {
            get(client);
        }
    }

    private static void get(HttpPeer client) {
        try {
            assertEquals(200, client.get("/").status());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
