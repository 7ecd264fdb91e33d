package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.tcp;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.simulation.Report.Second;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who comes when, while all is well. */
class ArrivalsTest {

    @Test
    void evenlyMeansExactly() {
        Report seen = tenASecond(tcp().build()).run(ofSeconds(10));

        assertEquals(100, seen.requests());
        assertEquals(100, seen.answered());
        assertEquals(0, seen.failed());
        assertEquals(new Report.Share(50, 50, 0, 0), seen.server(A));
        assertEquals(new Report.Share(50, 50, 0, 0), seen.server(B));
        assertEquals(List.of(A, B), List.copyOf(seen.servers().keySet()));
        assertEquals(ofMillis(10), seen.latency(0));
        assertEquals(ofMillis(10), seen.latency(1));
        assertEquals(Collections.nCopies(10, new Second(10, 10, 0)), seen.timeline());
        assertEquals(List.of(), seen.troubles());
        assertEquals(Duration.ZERO, seen.longestTrouble());
        assertEquals(List.of(), seen.changes());
    }

    @Test
    void aThirdOfASecondDoesNotDrift() {
        Report seen = Simulation.of(tcp().build()).requestsPerSecond(3).evenly().run(ofSeconds(1000));

        assertEquals(3000, seen.requests());
        assertEquals(Collections.nCopies(1000, new Second(3, 3, 0)), seen.timeline());
    }

    @Test
    void theRateChangesAsTheScriptSays() {
        Report seen = tenASecond(tcp().build())
                .requestsPerSecond(0, ofSeconds(2))
                .requestsPerSecond(20, ofSeconds(3))
                .run(ofSeconds(4));

        assertEquals(
                List.of(new Second(10, 10, 0), new Second(10, 10, 0), new Second(0, 0, 0), new Second(20, 20, 0)),
                seen.timeline());
    }

    @Test
    void nobodyComes() {
        Report seen = Simulation.of(tcp().build()).requestsPerSecond(0).run(ofSeconds(10));

        assertEquals(0, seen.requests());
        assertEquals(Duration.ZERO, seen.latency(0.5));
        assertTrue(seen.toString().contains("answered  0\n"), seen::toString);
    }

    /** Of a Poisson process: 30,000 give or take four deviations of 173; alone in their second one of e. */
    @Test
    void atRandomMeansByChance() {
        Report seen = Simulation.of(tcp().build()).requestsPerSecond(1).run(ofSeconds(30_000));

        assertEquals(30_000, seen.requests(), 4 * 173);
        long empty = seen.timeline().stream()
                .filter(second -> second.requests() == 0)
                .count();
        assertEquals(30_000 / Math.E, empty, 4 * 84);
        assertNotEquals(
                seen.requests(),
                Simulation.of(tcp().build())
                        .requestsPerSecond(1)
                        .seed(2)
                        .run(ofSeconds(30_000))
                        .requests());
    }

    @Test
    void whoComesWhenDoesNotDependOnTheServers() {
        Report well = Simulation.of(tcp().build()).run(ofSeconds(20));
        Report ill = Simulation.of(tcp().build())
                .servers(s -> s.latency(Latency.typical(ofMillis(1), ofMillis(100))))
                .at(ofSeconds(5), B, SimulatedServer::dies)
                .run(ofSeconds(20));

        assertEquals(
                well.timeline().stream().map(Second::requests).toList(),
                ill.timeline().subList(0, 20).stream().map(Second::requests).toList());
    }

    /** Clients 0 to 3 have 100.64.0.0 to 100.64.0.3; with persistence the first two get a server in turn. */
    @Test
    void clientsHaveAddresses() {
        Report seen = tenASecond(tcp().persistence(Persistence.source())
                        .access(AccessList.ALL.deny("100.64.0.2/31"))
                        .build())
                .clients(4)
                .run(ofSeconds(10));

        assertEquals(50, seen.answered());
        assertEquals(50, seen.count(Ending.REFUSED));
        assertEquals(50, seen.refused(io.evenkeel.lb.status.Refusal.ACCESS));
        assertEquals(25, seen.server(A).sent());
        assertEquals(25, seen.server(B).sent());
    }

    @Test
    void whoHasNoPatienceLeaves() {
        Report seen = tenASecond(tcp().build())
                .server(B, b -> b.latency(ofSeconds(2)))
                .patience(ofMillis(500))
                .run(ofSeconds(10));

        assertEquals(50, seen.answered());
        assertEquals(50, seen.count(Ending.GAVE_UP));
        assertEquals(new Report.Share(50, 0, 50, 0), seen.server(B));
        assertEquals(0, seen.snapshot().pools().get(0).servers().get(1).failures(), "not the server's fault");
    }
}
