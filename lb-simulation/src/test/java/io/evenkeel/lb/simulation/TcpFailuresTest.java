package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.tcp;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.simulation.Report.Share;
import io.evenkeel.lb.simulation.Report.Trouble;
import io.evenkeel.lb.status.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients of a TCP service see of each failure. Requests of even tenths of a second go to a, of odd ones to b. */
class TcpFailuresTest {

    @Test
    void whoIsAtAServerThatDiesIsReset() {
        Report seen = tenASecond(tcp().build())
                .servers(s -> s.latency(ofMillis(250)))
                .at(ofSeconds(5), B, SimulatedServer::dies)
                .run(ofSeconds(10));

        // The one of 4.9 s. From 5.1 s on b refuses, and each goes on to a; so in turn b is the next one's first again.
        assertEquals(1, seen.count(Ending.BROKEN));
        assertEquals(1, seen.failed());
        assertEquals(new Share(25, 24, 1, 49), seen.server(B));
        assertEquals(new Share(75, 75, 0, 0), seen.server(A));
        assertEquals(List.of(new Trouble(ofSeconds(5), ofSeconds(5), 1)), seen.troubles());
        assertEquals(ofMillis(250), seen.latency(1), "to be refused takes no time");
    }

    @Test
    void aServerThatRecoversIsUsedAgain() {
        Report seen = tenASecond(tcp().build())
                .at(ofSeconds(2), B, SimulatedServer::dies)
                .at(ofSeconds(4), B, SimulatedServer::recovers)
                .run(ofSeconds(10));

        assertEquals(0, seen.failed());
        assertEquals(new Share(40, 40, 0, 19), seen.server(B));
    }

    @Test
    void whenAllAreDeadAllAreRefused() {
        Report seen = tenASecond(tcp().build()).servers(SimulatedServer::dies).run(ofSeconds(1));

        assertEquals(10, seen.refused(Refusal.NO_SERVER));
        assertEquals(new Share(0, 0, 0, 10), seen.server(A));
        assertEquals(new Share(0, 0, 0, 10), seen.server(B));
        assertEquals(10L, seen.snapshot().refused().get(Refusal.NO_SERVER));
    }

    /** A silence is not told from a long pause of both: the idle timeout ends it. */
    @Test
    void aServerThatHangsHoldsItsClients() {
        Report seen = tenASecond(
                        tcp().timeouts(TcpTimeouts.DEFAULT.idle(ofSeconds(3))).build())
                .at(ofMillis(4900), B, SimulatedServer::hangs)
                .run(ofSeconds(6));

        // 4.9, 5.1, 5.3, 5.5, 5.7, 5.9 s
        assertEquals(6, seen.count(Ending.TIMED_OUT));
        assertEquals(List.of(new Trouble(ofMillis(7900), ofMillis(8900), 6)), seen.troubles());
        assertEquals(0, seen.snapshot().pools().get(0).servers().get(1).failures(), "nobody knows whose fault it is");
    }

    @Test
    void aServerThatHungAnswersLate() {
        Report seen = tenASecond(tcp().build())
                .at(ofMillis(4905), B, SimulatedServer::hangs)
                .at(ofSeconds(6), B, SimulatedServer::recovers)
                .run(ofSeconds(10));

        assertEquals(0, seen.failed());
        assertEquals(ofMillis(1110), seen.latency(1), "of 4.9 s, at 6 s and 10 ms");
    }

    @Test
    void whoWaitsForAServerThatDiesInItsSleepIsReset() {
        Report seen = tenASecond(tcp().build())
                .at(ofSeconds(4), B, SimulatedServer::hangs)
                .at(ofSeconds(5), B, SimulatedServer::vanishes)
                .at(ofSeconds(6), B, SimulatedServer::dies)
                .run(ofSeconds(7));

        // From 4.1 to 4.9 s taken; from 5.1 to 5.9 s never connected, so they go on to a.
        assertEquals(5, seen.count(Ending.BROKEN));
        assertEquals(5, seen.failed());
        assertEquals(List.of(new Trouble(ofSeconds(6), ofSeconds(6), 5)), seen.troubles());
        assertEquals(ofMillis(910), seen.latency(1));
    }

    @Test
    void aServerThatVanishedCostsTheConnectTimeout() {
        Report seen = tenASecond(tcp().build())
                .at(ofSeconds(5), B, SimulatedServer::vanishes)
                .run(ofSeconds(10));

        assertEquals(0, seen.failed());
        assertEquals(new Share(25, 25, 0, 25), seen.server(B));
        assertEquals(TcpTimeouts.DEFAULT.connect().plusMillis(10), seen.latency(1));
        assertEquals(ofMillis(10), seen.latency(0.75), "and nobody else anything");
    }

    @Test
    void theDialDeadlineEndsTheSearch() {
        TcpTimeouts timeouts = TcpTimeouts.DEFAULT.connect(ofSeconds(3)).dial(ofSeconds(4));
        Report seen = tenASecond(tcp().timeouts(timeouts).build())
                .servers(SimulatedServer::vanishes)
                .run(ofMillis(1));

        assertEquals(1, seen.refused(Refusal.NO_SERVER));
        assertEquals(List.of(new Trouble(ofSeconds(4), ofSeconds(4), 1)), seen.troubles());
        assertEquals(1, seen.server(A).missed());
        assertEquals(1, seen.server(B).missed());
    }

    @Test
    void aServerFoundAgainWhileItIsDialedIsReached() {
        Report seen = tenASecond(tcp().build())
                .servers(SimulatedServer::vanishes)
                .at(ofSeconds(1), A, SimulatedServer::recovers)
                .run(ofMillis(1001));

        assertEquals(11, seen.requests());
        assertEquals(0, seen.failed());
        assertEquals(Duration.ofMillis(3010), seen.latency(1), "b's, 0.1 s after the start, goes on to a");
    }

    @Test
    void errorsAndResetsComeInTheirShare() {
        Report seen = Simulation.of(tcp().build())
                .requestsPerSecond(1000)
                .server(A, a -> a.errorPercent(3))
                .server(B, b -> b.resetPercent(20))
                .run(ofSeconds(20));

        assertEquals(300, seen.count(Ending.ERROR), 4 * 17);
        assertEquals(2000, seen.count(Ending.BROKEN), 4 * 40);
        assertEquals(0, seen.snapshot().pools().get(0).servers().get(0).failures(), "an error is an answer");
        assertEquals(
                seen.count(Ending.BROKEN),
                seen.snapshot().pools().get(0).servers().get(1).failures());
    }
}
