package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.http;
import static io.evenkeel.lb.simulation.Services.tcp;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.schedule.Scheduler;
import org.junit.jupiter.api.Test;

/** Servers that work on a few requests at a time. Of ten requests a second each of two servers gets one every 200 ms. */
class LoadTest {

    private static final TcpService SERVICE = tcp().build();

    @Test
    void othersWaitForTheirTurn() {
        Report seen = tenASecond(SERVICE)
                .server(A, a -> a.latency(ofMillis(250)).concurrency(1))
                .run(ofSeconds(1));

        // Those of 0, 0.2, 0.4, 0.6 and 0.8 s are answered at 0.25, 0.5, 0.75, 1 and 1.25 s.
        assertEquals(0, seen.failed());
        assertEquals(ofMillis(250), seen.latency(0.6));
        assertEquals(ofMillis(300), seen.latency(0.7));
        assertEquals(ofMillis(450), seen.latency(1));
    }

    @Test
    void twoAtATimeAreEnough() {
        Report seen = tenASecond(SERVICE)
                .servers(s -> s.latency(ofMillis(390)).concurrency(2))
                .run(ofSeconds(10));

        assertEquals(ofMillis(390), seen.latency(1));
    }

    @Test
    void whoWaitsIsResetToo() {
        Report seen = tenASecond(SERVICE)
                .server(B, b -> b.latency(ofSeconds(1)).concurrency(1))
                .at(ofSeconds(1), B, SimulatedServer::dies)
                .run(ofSeconds(2));

        assertEquals(5, seen.count(Ending.BROKEN));
        assertEquals(5, seen.failed());
    }

    /** From then on each one's turn comes when it has waited for so long that the rest of its time is too short. */
    @Test
    void whoWaitsForTooLongIsWorkedOnInVain() {
        HttpService service =
                http().timeouts(HttpTimeouts.DEFAULT.response(ofMillis(500))).build();
        Report seen = tenASecond(service)
                .server(B, b -> b.latency(ofMillis(300)).concurrency(1))
                .run(ofSeconds(2));

        // Those of 0.1, 0.3 and 0.5 s are answered at 0.4, 0.7 and 1 s; that of 0.7 s would be at 1.3 s.
        assertEquals(3, seen.server(B).answered());
        assertEquals(7, seen.count(Ending.TIMED_OUT));
        assertEquals(7, seen.failed());
    }

    @Test
    void moreAtATimeIsFeltAtOnce() {
        Report seen = tenASecond(SERVICE)
                .server(B, b -> b.latency(ofSeconds(1)).concurrency(1))
                .at(ofSeconds(1), B, b -> b.concurrency(0))
                .run(ofMillis(1001));

        // Those of 0.3 to 0.9 s are begun at 1 s, when that of 0.1 s has 100 ms to go.
        assertEquals(ofMillis(1700), seen.latency(1));
        assertEquals(ofMillis(1000), seen.latency(0.63), "that of 0.1 s is the seventh of eleven");
    }

    /** The whole point of it: two of three servers do not hold what three did. */
    @Test
    void whatIsLeftIsOverloaded() {
        TcpService service = tcp().server("10.0.0.13", 8080).build();
        Simulation simulation = Simulation.of(service)
                .requestsPerSecond(500)
                .servers(s ->
                        s.latency(Latency.between(ofMillis(10), ofMillis(30))).concurrency(4));

        assertTrue(simulation.run(ofMinutes(1)).latency(0.99).compareTo(ofMillis(200)) < 0);
        Report seen = simulation.at(ofSeconds(10), B, SimulatedServer::dies).run(ofMinutes(1));
        // 400 a second are done: the hundred others wait, more of them each second.
        assertTrue(seen.latency(1).compareTo(ofSeconds(10)) > 0, seen::toString);
    }

    /** The reason for it: a server twice as slow as the other gets half of all, or as many as it can do. */
    @Test
    void leastConnectionsSeesASlowServer() {
        for (boolean least : new boolean[] {true, false}) {
            Report seen = Simulation.of(tcp().scheduler(least ? Scheduler.leastConnections() : Scheduler.roundRobin())
                            .build())
                    .requestsPerSecond(110)
                    .servers(s -> s.latency(ofMillis(10)).concurrency(1))
                    .server(B, b -> b.latency(ofMillis(20)))
                    .run(ofMinutes(1));

            assertEquals(least, seen.latency(0.9).compareTo(ofMillis(500)) < 0, seen::toString);
        }
    }
}
