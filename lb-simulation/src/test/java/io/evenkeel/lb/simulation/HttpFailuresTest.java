package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.http;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.Retries;
import io.evenkeel.lb.UpstreamConnections;
import io.evenkeel.lb.simulation.Report.Share;
import io.evenkeel.lb.simulation.Report.Trouble;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients of an HTTP service see of each failure. Requests of even tenths of a second go to a, of odd ones to b. */
class HttpFailuresTest {

    private static final FakeRequestHead POST = FakeRequestHead.of("POST", "http://localhost/");

    /** Each request has a connection made for it. */
    private static HttpService.Builder unkept() {
        return http().upstream(UpstreamConnections.DEFAULT.maxIdle(0));
    }

    /** Two of them are at b when it dies at 4.95 s: those of 4.7 and 4.9 s. */
    private static Simulation deathOfB(HttpService service) {
        return tenASecond(service).servers(s -> s.latency(ofMillis(350))).at(ofMillis(4950), B, SimulatedServer::dies);
    }

    @Test
    void whatIsAtAServerThatDiesIsAskedOfTheOther() {
        Report seen = deathOfB(unkept().build()).run(ofSeconds(5));

        assertEquals(0, seen.failed());
        assertEquals(2, seen.retries());
        assertEquals(new Share(25, 23, 0, 0), seen.server(B));
        assertEquals(new Share(27, 27, 0, 0), seen.server(A));
        assertEquals(ofMillis(600), seen.latency(1), "of 4.7 s: 250 ms at b, 350 ms at a");
        assertEquals(2, seen.snapshot().pools().get(0).servers().get(1).failures());
    }

    @Test
    void withoutRetriesItFails() {
        Report seen = deathOfB(unkept().retries(Retries.NONE).build()).run(ofSeconds(5));

        assertEquals(2, seen.count(Ending.BROKEN));
        assertEquals(0, seen.retries());
        assertEquals(List.of(new Trouble(ofMillis(4950), ofMillis(4950), 2)), seen.troubles());
    }

    @Test
    void whatMustNotBeDoneTwiceFails() {
        Report seen = deathOfB(unkept().build()).requests(POST).run(ofSeconds(5));

        assertEquals(2, seen.count(Ending.BROKEN));
        assertEquals(0, seen.retries());
    }

    /** The budget of 10 % of the last 10 s, which has 100 requests then, is spent by the tenth of the twelve. */
    @Test
    void theBudgetBoundsRetries() {
        Report seen = tenASecond(unkept().retries(Retries.NONE.percent(10)).build())
                .servers(s -> s.latency(ofMillis(2400)))
                .at(ofMillis(9950), B, SimulatedServer::dies)
                .run(ofSeconds(10));

        assertEquals(10, seen.retries());
        assertEquals(2, seen.count(Ending.BROKEN));
    }

    /** A kept connection may have ended before the request came: that is no second attempt of the budget's. */
    @Test
    void onAConnectionThatWasKeptARequestIsSentAgain() {
        Report seen = deathOfB(http().retries(Retries.NONE).build()).run(ofSeconds(5));

        assertEquals(0, seen.failed());
        assertEquals(2, seen.retries());
        assertEquals(2, seen.server(B).missed(), "first to the same server, which refuses");
        assertEquals(0, seen.snapshot().pools().get(0).servers().get(0).failures());
    }

    @Test
    void soIsOneThatMustNotBeDoneTwiceIfItLeftAMomentAgo() {
        Report moment = deathOfB(http().build()).requests(POST).run(ofSeconds(5));
        assertEquals(0, moment.failed());

        Report longer = tenASecond(http().build())
                .requests(POST)
                .servers(s -> s.latency(ofMillis(1300)))
                .at(ofMillis(4950), B, SimulatedServer::dies)
                .run(ofSeconds(5));
        assertEquals(2, longer.count(Ending.BROKEN), "those of 3.7 and 3.9 s, but not those of 4.1 to 4.9 s");
        assertEquals(5, longer.retries());
    }

    @Test
    void connectionsAreKeptForAsLongAsTheServiceSays() {
        HttpService service =
                http().upstream(UpstreamConnections.DEFAULT.idle(ofMillis(500))).build();
        Report often = tenASecond(service).run(ofSeconds(10));
        Report seldom = Simulation.of(service).requestsPerSecond(1).evenly().run(ofSeconds(10));

        assertEquals(1, often.snapshot().pools().get(0).servers().get(0).totalConnections());
        assertEquals(50, often.snapshot().pools().get(0).servers().get(0).totalRequests());
        assertEquals(5, seldom.snapshot().pools().get(0).servers().get(0).totalConnections());
    }

    /** Of a machine without power no reset comes: who is on a kept connection waits for the answer. */
    @Test
    void aServerThatVanishesTakesThoseAlongWhoAreOnKeptConnections() {
        Report seen = tenASecond(http().build())
                .servers(s -> s.latency(ofMillis(150)))
                .at(ofMillis(4950), B, SimulatedServer::vanishes)
                .run(ofSeconds(6));

        // That of 4.9 s on its way. That of 5.1 s would find the connection that rests, if there were another than
        // that.
        assertEquals(1, seen.count(Ending.TIMED_OUT));
        assertEquals(List.of(new Trouble(ofMillis(64_900), ofMillis(64_900), 1)), seen.troubles());
        assertEquals(ofMillis(3150), seen.latency(1), "others wait for the connect timeout");

        Report resting = tenASecond(http().build())
                .at(ofMillis(4950), B, SimulatedServer::vanishes)
                .run(ofSeconds(6));
        assertEquals(1, resting.count(Ending.TIMED_OUT));
        assertEquals(
                ofMillis(65_100), resting.troubles().get(0).from(), "that of 5.1 s, on the connection that rested");
    }

    @Test
    void aServerThatHangsCostsTheResponseTimeout() {
        Report seen = tenASecond(http().timeouts(HttpTimeouts.DEFAULT.response(ofSeconds(2)))
                        .build())
                .at(ofSeconds(5), B, SimulatedServer::hangs)
                .run(ofSeconds(6));

        assertEquals(5, seen.count(Ending.TIMED_OUT));
        assertEquals(List.of(new Trouble(ofMillis(7100), ofMillis(7900), 5)), seen.troubles());
        assertEquals(5, seen.snapshot().pools().get(0).servers().get(1).failures());
    }

    @Test
    void aServerThatTakesTooLongIsAsOneThatHangs() {
        Report seen = tenASecond(http().timeouts(HttpTimeouts.DEFAULT.response(ofSeconds(2)))
                        .build())
                .server(B, b -> b.latency(ofMillis(2001)))
                .server(A, a -> a.latency(ofSeconds(2)))
                .run(ofSeconds(1));

        assertEquals(5, seen.count(Ending.TIMED_OUT));
        assertEquals(5, seen.answered());
    }

    @Test
    void aRetryThatFindsNobodyIsRefused() {
        Report seen =
                tenASecond(unkept().build()).servers(s -> s.resetPercent(100)).run(ofSeconds(1));

        assertEquals(10, seen.retries());
        assertEquals(10, seen.count(Ending.BROKEN), "a second server was asked, and no third is");
        assertEquals(0, seen.refused(Refusal.NO_SERVER));
        assertEquals(10, seen.server(A).sent());
        assertEquals(10, seen.server(B).sent());
    }
}
