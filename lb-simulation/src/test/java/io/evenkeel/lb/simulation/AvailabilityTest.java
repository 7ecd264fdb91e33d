package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.C;
import static io.evenkeel.lb.simulation.Services.checkedHttp;
import static io.evenkeel.lb.simulation.Services.checkedTcp;
import static io.evenkeel.lb.simulation.Services.http;
import static io.evenkeel.lb.simulation.Services.tcp;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.simulation.Report.Change;
import io.evenkeel.lb.simulation.Report.Share;
import io.evenkeel.lb.simulation.Report.Trouble;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine makes of failures, and of its operator. */
class AvailabilityTest {

    private static List<String> changes(Report seen, String of) {
        return seen.changes().stream()
                .filter(change -> change.what().equals(of))
                .map(Change::text)
                .toList();
    }

    // ---- limits ----

    /** One at a time, 430 ms each, 10 a second: two wait, for 680 ms at most, and others are turned away. */
    @Test
    void clientsWaitForAServerThatIsFull() {
        var service = VirtualServices.one(RealServer.at("10.0.0.11", 8080).maxConnections(1))
                .availability(Availability.DEFAULT.waiting(2, ofMillis(680)))
                .build();
        Report seen = tenASecond(service).servers(s -> s.latency(ofMillis(430))).run(ofSeconds(2));

        // Served are those of 0, 0.1, 0.2, 0.9, 1.2 and 1.8 s; those of 0.5 and 1.3 s wait in vain.
        assertEquals(6, seen.answered());
        assertEquals(2, seen.refused(Refusal.QUEUE_TIMEOUT));
        assertEquals(12, seen.refused(Refusal.QUEUE_FULL));
        assertEquals(20, seen.requests());
    }

    /** Both servers take one at a time, and have vanished: to dial one takes longer than a client may wait. */
    @Test
    void whoWaitedAndDialedInVainWaitsNoMore() {
        var service = VirtualServices.one(RealServer.at("10.0.0.11", 8080).maxConnections(1))
                .server(RealServer.at("10.0.0.12", 8080).maxConnections(1).priority(1))
                .timeouts(TcpTimeouts.DEFAULT.connect(ofSeconds(1)).idle(ofMillis(300)))
                .availability(Availability.DEFAULT.waiting(10, ofMillis(800)))
                .build();
        Report seen = tenASecond(service)
                .requestsPerSecond(20)
                .requestsPerSecond(0, ofMillis(101))
                .requestsPerSecond(1, ofSeconds(1))
                .server(A, a -> a.latency(ofSeconds(1)))
                .server(B, SimulatedServer::vanishes)
                .at(ofMillis(200), A, SimulatedServer::vanishes)
                .run(ofMillis(1500));

        // That of 0 s is at a till 0.3 s. That of 0.1 s dials a then, till 1.3 s, and b is that of 1 s's, who was
        // called
        // at 1.05 s, when that of 0.05 s was done with it; its turn to dial in vain is over at 2.05 s.
        assertEquals(1, seen.count(Ending.TIMED_OUT));
        assertEquals(2, seen.refused(Refusal.QUEUE_TIMEOUT));
        assertEquals(1, seen.refused(Refusal.NO_SERVER));
        assertEquals(
                List.of(new Trouble(ofMillis(300), ofMillis(300), 1), new Trouble(ofMillis(1300), ofMillis(2300), 3)),
                seen.troubles());
    }

    @Test
    void withoutAWaitingRoomTheyAreRefusedAtOnce() {
        var service = VirtualServices.one(RealServer.at("10.0.0.11", 8080).maxConnections(1))
                .build();
        Report seen = tenASecond(service).servers(s -> s.latency(ofMillis(350))).run(ofSeconds(2));

        assertEquals(5, seen.answered());
        assertEquals(15, seen.refused(Refusal.NO_SERVER));
    }

    @Test
    void theSorryServerTakesThem() {
        var service = tcp().availability(Availability.DEFAULT.sorryServer(RealServer.at("10.9.9.9", 80)))
                .build();
        Report seen = tenASecond(service)
                .at(ofSeconds(1), A, SimulatedServer::dies)
                .at(ofSeconds(1), B, SimulatedServer::dies)
                .run(ofSeconds(2));

        assertEquals(0, seen.failed());
        assertEquals(new Share(10, 10, 0, 0), seen.server("10.9.9.9:80"));
    }

    // ---- checks ----

    @Test
    void aCheckSeesWhatTheServerIs() {
        for (boolean tcp : List.of(true, false)) {
            HealthCheck check = tcp ? HealthChecks.tcp() : HealthChecks.http("/health");
            Report seen = tenASecond(http().healthCheck(check, Services.POLICY).build())
                    .at(ofSeconds(10), A, SimulatedServer::hangs)
                    .at(ofSeconds(10), B, b -> b.checkFails("status 503"))
                    .run(ofSeconds(20));

            assertEquals(
                    tcp
                            ? List.of("unknown → up")
                            : List.of(
                                    "unknown → up",
                                    "up → doubtful: timeout after 2s",
                                    "doubtful → down: timeout after 2s"),
                    changes(seen, A));
            assertEquals(
                    List.of("unknown → up", "up → doubtful: status 503", "doubtful → down: status 503"),
                    changes(seen, B));
            assertTrue(changes(seen, "web").contains(tcp ? "degraded" : "down"), seen::toString);
        }
    }

    @Test
    void aServerIsDownAndUpAgainAfterAsManyChecksAsThePolicySays() {
        Report seen = tenASecond(tcp().healthCheck(HealthChecks.tcp(), Services.POLICY.rise(2))
                        .build())
                .at(ofSeconds(10), B, SimulatedServer::dies)
                .at(ofSeconds(20), B, SimulatedServer::recovers)
                .run(ofSeconds(30));

        assertEquals(
                List.of(
                        "unknown → up",
                        "up → doubtful: connection refused",
                        "doubtful → down: connection refused",
                        "down → recovering: connection refused",
                        "recovering → up"),
                changes(seen, B));
        assertEquals(List.of("degraded", "up"), changes(seen, "web"));
        assertTrue(seen.server(B).missed() < 90, "not dialed while it is down");
    }

    @Test
    void aSlowCheckFails() {
        Report seen = tenASecond(http().healthCheck(HealthChecks.http("/"), Services.POLICY.timeout(ofMillis(500)))
                        .build())
                .server(A, a -> a.latency(ofMillis(501)))
                .server(B, b -> b.latency(ofMillis(499)))
                .run(ofSeconds(10));

        assertEquals("unknown → down: timeout after 500ms", changes(seen, A).get(0));
        assertEquals(List.of("unknown → up"), changes(seen, B));
    }

    @Test
    void anotherPortIsTheSameServer() {
        Report seen = tenASecond(tcp().healthCheck(HealthChecks.tcp(), Services.POLICY.port(9999))
                        .build())
                .at(ofSeconds(5), B, SimulatedServer::dies)
                .run(ofSeconds(15));

        assertEquals(List.of("unknown → up"), changes(seen, A));
        assertEquals("doubtful → down: connection refused", changes(seen, B).get(2));
    }

    @Test
    void aNameIsAServerToo() {
        Report seen = tenASecond(tcp().server("db.example.com", 5432)
                        .healthCheck(HealthChecks.tcp(), Services.POLICY)
                        .build())
                .at(ofSeconds(2), "db.example.com:5432", SimulatedServer::dies)
                .run(ofSeconds(12));

        assertEquals(
                "doubtful → down: connection refused",
                changes(seen, "db.example.com:5432").get(2));
        assertTrue(seen.server("db.example.com:5432").answered() > 5);
    }

    // ---- traffic's failures ----

    @Test
    void aServerThatFailsIsEjected() {
        var service = tcp().availability(
                        Availability.DEFAULT.ejection(Ejection.afterFailures(3).time(ofSeconds(10), ofSeconds(10))))
                .build();
        Report seen = tenASecond(service).server(B, b -> b.resetPercent(100)).run(ofSeconds(5));

        assertEquals(3, seen.count(Ending.BROKEN));
        assertEquals(3, seen.server(B).sent());
        assertEquals(1, changes(seen, B).size());
        assertTrue(changes(seen, B).get(0).startsWith("unchecked → ejected: ejected for "), seen::toString);
    }

    @Test
    void aServerThatComesBackStartsSlowly() {
        Report seen = tenASecond(checkedHttp()
                        .availability(Availability.DEFAULT.slowStart(ofSeconds(60)))
                        .build())
                .requestsPerSecond(30)
                .at(ofSeconds(10), B, SimulatedServer::dies)
                .at(ofSeconds(30), B, SimulatedServer::recovers)
                .run(ofSeconds(60));

        assertEquals(0, seen.failed());
        // Up at 10 s, then from about 32 s on: a ramp to half of its share, so a quarter of a third of 840 on average.
        assertEquals(100 + 70, seen.server(B).sent(), 35);
    }

    // ---- the operator ----

    @Test
    void theOperatorDrainsAddsAndWeighs() {
        Report seen = tenASecond(tcp().build())
                .at(ofSeconds(2), service -> service.server(A).drain(ofSeconds(1)))
                .at(ofSeconds(4), service -> service.add(RealServer.at("10.0.0.13", 8080)))
                .at(ofSeconds(6), service -> service.server(B).weight(0))
                .at(ofSeconds(8), service -> service.server(A).enable())
                .at(ofSeconds(9), C, SimulatedServer::dies)
                .run(ofSeconds(10));

        assertEquals(
                List.of(
                        new Change(ofSeconds(2), A, "enabled → draining"),
                        new Change(ofSeconds(3), A, "draining → disabled"),
                        new Change(ofSeconds(6), B, "weight 0"),
                        new Change(ofSeconds(8), A, "disabled → enabled")),
                seen.changes());
        assertEquals(10 + 5 + 10, seen.server(A).sent());
        assertEquals(10 + 20 + 10, seen.server(B).sent());
        assertEquals(10 + 20 + 5, seen.server(C).sent());
    }

    @Test
    void theOperatorReplacesTheService() {
        Report seen = tenASecond(tcp().build())
                .at(ofSeconds(5), tcp().server("10.0.0.13", 8080).build())
                .at(ofSeconds(5), C, c -> c.latency(ofMillis(20)))
                .run(ofSeconds(8));

        assertEquals(10, seen.server(C).sent());
        assertEquals(ofMillis(20), seen.latency(1));
    }

    // ---- live connections ----

    /** Ten seconds each, so 33 or 34 are at each server; b's check fails while it goes on. */
    @Test
    void whoIsAtAServerThatGoesDownStaysUnlessToldOtherwise() {
        Report stay = tenASecond(checkedTcp().build())
                .servers(s -> s.latency(ofMillis(1900)))
                .at(ofSeconds(20), B, b -> b.checkFails("status 503"))
                .run(ofSeconds(40));
        assertEquals(0, stay.failed());

        Report reset = tenASecond(
                        checkedTcp().whenServerDown(LiveConnections.RESET).build())
                .servers(s -> s.latency(ofMillis(1900)))
                .at(ofSeconds(20), B, b -> b.checkFails("status 503"))
                .run(ofSeconds(40));
        assertEquals(6, reset.count(Ending.CUT), 1);
        assertEquals(reset.failed(), reset.count(Ending.CUT));
        assertEquals(1, reset.troubles().size());
        assertEquals(java.time.Duration.ZERO, reset.longestTrouble());
        assertEquals(0, reset.snapshot().pools().get(0).servers().get(1).failures());
    }

    @Test
    void whoIsThereWhenADrainEndsHasAGrace() {
        Report seen = tenASecond(tcp().whenDrainEnds(LiveConnections.finishWithin(ofSeconds(1)))
                        .build())
                .servers(s -> s.latency(ofSeconds(3)))
                .at(ofSeconds(5), service -> service.server(B).drain(ofMillis(500)))
                .run(ofSeconds(6));

        // At 6.5 s those are there who came to b after 3.5 s, and before 5 s.
        assertEquals(7, seen.count(Ending.CUT));
        assertEquals(List.of(new Trouble(ofMillis(6500), ofMillis(6500), 7)), seen.troubles());
    }

    // ---- routes ----

    @Test
    void routesLeadToPoolsAndAnswer() {
        var service = http().pool(Pool.named("api")
                        .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                        .server("10.0.1.1", 80)
                        .build())
                .route(Route.when(Match.path("/robots.txt")).answer(FixedAnswer.of(404)))
                .route(Route.when(Match.pathUnder("/api")).to("api"))
                .build();
        Report seen = tenASecond(service)
                .requests(
                        FakeRequestHead.of("GET", "http://localhost/"),
                        FakeRequestHead.of("GET", "http://localhost/api/x"),
                        FakeRequestHead.of("GET", "http://localhost/robots.txt"))
                .at(
                        ofSeconds(3),
                        handle -> handle.pool("api").server("10.0.1.1:80").disable())
                .run(ofSeconds(6));

        assertEquals(10, seen.server("10.0.1.1:80").sent());
        assertEquals(20, seen.server(A).sent() + seen.server(B).sent());
        assertEquals(50, seen.answered());
        assertEquals(10, seen.refused(Refusal.NO_SERVER));
        assertEquals(
                List.of(new Change(ofSeconds(3), "api/10.0.1.1:80", "enabled → disabled")),
                seen.changes().stream()
                        .filter(change -> !change.what().equals("web"))
                        .toList());
    }

    /** A service with a single server. */
    private static final class VirtualServices {
        static io.evenkeel.lb.TcpService.Builder one(RealServer server) {
            return io.evenkeel.lb.VirtualService.tcp("web")
                    .listen("127.0.0.1", 0)
                    .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                    .server(server);
        }
    }
}
