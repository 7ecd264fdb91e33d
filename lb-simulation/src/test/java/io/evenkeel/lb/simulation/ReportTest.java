package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.tcp;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.simulation.Report.Trouble;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a run, and how it reads. */
class ReportTest {

    @Test
    void reads() {
        Report seen = tenASecond(tcp().build())
                .clients(3)
                .servers(s -> s.latency(ofMillis(250)))
                .at(ofSeconds(2), B, SimulatedServer::dies)
                .at(ofSeconds(3), A, SimulatedServer::dies)
                .at(ofSeconds(4), service -> service.server(B).disable())
                .at(ofMillis(4500), A, SimulatedServer::recovers)
                .run(ofSeconds(5));

        assertEquals("""
                web: 50 requests of 3 clients in 5 s, seed 1
                  answered  32, 64.00 %
                  in        p50 250 ms, p99 250 ms, at most 250 ms
                  failed    18: refused no-server 15, broken 3
                  retries   0
                                        sent    answered      failed      missed
                  10.0.0.11:8080          25          23           2          15
                  10.0.0.12:8080          10           9           1          19
                  each second |..xXX.| . all answered, x some failed, X half or more
                  trouble
                       2.000 s for 0 ms: 1 failed
                       3.000 s for 1.40 s: 17 failed
                  changes
                       4.000 s 10.0.0.12:8080 enabled → disabled
                """, seen.toString());
    }

    @Test
    void ofALongRunABarHasSeveralSecondsEach() {
        String text = tenASecond(tcp().build())
                .at(ofSeconds(130), A, a -> a.errorPercent(100))
                .at(ofSeconds(131), A, a -> a.errorPercent(0))
                .run(ofMinutes(5))
                .toString();

        assertTrue(text.contains("  each 5 s |" + ".".repeat(26) + "x" + ".".repeat(33) + "| . all"), text);
    }

    @Test
    void ofManyLinesTheFirstTwentyAreShown() {
        Simulation flapping = tenASecond(tcp().build());
        for (int i = 0; i < 15; i++) {
            flapping.at(ofSeconds(2 * i), service -> service.server(A).disable());
            flapping.at(ofSeconds(2 * i + 1), service -> service.server(A).enable());
        }
        String text = flapping.run(ofSeconds(40)).toString();

        assertTrue(text.contains("           … and 10 more\n"), text);
        assertEquals(20, text.lines().filter(line -> line.contains(" → ")).count(), text);
    }

    @Test
    void failuresASecondApartAreTroublesOfTheirOwn() {
        Report seen = Simulation.of(tcp().build())
                .requestsPerSecond(1)
                .evenly()
                .server(A, a -> a.errorPercent(100))
                .server(B, b -> b.errorPercent(100).latency(ofMillis(9)))
                .run(ofSeconds(4));

        // At 0.010, 1.009, 2.010 and 3.009 s.
        assertEquals(
                List.of(new Trouble(ofMillis(10), ofMillis(1009), 2), new Trouble(ofMillis(2010), ofMillis(3009), 2)),
                seen.troubles());
        assertEquals(ofMillis(999), seen.longestTrouble());
    }

    /** A hundred requests of 1 to 100 ms. */
    @Test
    void quantilesAreOfTheAnswered() {
        long[] next = {0};
        Report seen = tenASecond(tcp().build())
                .servers(s -> s.latency(random -> ++next[0] * 1_000_000))
                .run(ofSeconds(10));

        assertEquals(ofMillis(1), seen.latency(0));
        assertEquals(ofMillis(50), seen.latency(0.5));
        assertEquals(ofMillis(99), seen.latency(0.99));
        assertEquals(ofMillis(100), seen.latency(0.991));
        assertEquals(ofMillis(100), seen.latency(1));
        assertThrows(IllegalArgumentException.class, () -> seen.latency(1.01));
        assertThrows(IllegalArgumentException.class, () -> seen.latency(Double.NaN));
    }

    @Test
    void ofAServerThatIsNotThereThereIsNothing() {
        Report seen = tenASecond(tcp().build()).run(ofSeconds(1));

        assertEquals(new Report.Share(0, 0, 0, 0), seen.server("10.9.9.9:80"));
        assertThrows(UnsupportedOperationException.class, () -> seen.servers().clear());
    }
}
