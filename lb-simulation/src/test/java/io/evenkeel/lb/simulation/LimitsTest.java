package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.tcp;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.status.Refusal;
import org.junit.jupiter.api.Test;

/** How many are let in to a TCP service. */
class LimitsTest {

    private static TcpService limited(ConnectionLimits limits) {
        return tcp().limits(limits).build();
    }

    /** Two at a time, 390 ms each, for ten a second: who comes at the end of a second has waited for nearly that. */
    @Test
    void whoComesWhenItIsFullWaitsOutside() {
        Report seen = tenASecond(limited(ConnectionLimits.NONE.connections(2)))
                .servers(s -> s.latency(ofMillis(390)))
                .run(ofSeconds(1));

        // In at 0, 0.1, 0.39, 0.49, 0.78, 0.88, 1.17, 1.27, 1.56 and 1.66 s.
        assertEquals(10, seen.answered());
        assertEquals(ofMillis(390), seen.latency(0));
        assertEquals(ofMillis(1660 - 900 + 390), seen.latency(1));
    }

    @Test
    void whoGivesUpOutsideMakesRoom() {
        Report seen = tenASecond(limited(ConnectionLimits.NONE.connections(1)))
                .servers(s -> s.latency(ofMillis(350)))
                .patience(ofMillis(500))
                .run(ofSeconds(1));

        // That of 0.1 s is in from 0.35 to 0.6 s, and each of the others for the last 100 ms of its patience.
        assertEquals(10, seen.requests());
        assertEquals(seen.requests(), seen.answered() + seen.count(Ending.GAVE_UP));
        assertEquals(1, seen.answered());
    }

    @Test
    void aRateLetsInASecondsWorthAtOnce() {
        Report seen = tenASecond(limited(ConnectionLimits.NONE.perSecond(4))).run(ofSeconds(10));

        // Four a second, and those that a full bucket has beyond.
        assertEquals(40 + 3, seen.answered(), 1);
        assertEquals(seen.failed(), seen.refused(Refusal.SERVICE_RATE));
    }

    @Test
    void eachClientHasItsOwnRate() {
        Report seen = tenASecond(limited(ConnectionLimits.NONE.clientPerSecond(2)))
                .clients(2)
                .run(ofSeconds(10));
        assertEquals(2 * (20 + 1), seen.answered(), 2);
        assertEquals(seen.failed(), seen.refused(Refusal.CLIENT_RATE));

        Report network = tenASecond(
                        limited(ConnectionLimits.NONE.clientPerSecond(2).clientPrefix(24, 64)))
                .clients(2)
                .run(ofSeconds(10));
        assertEquals(20 + 1, network.answered(), 1);
    }

    @Test
    void aClientHasAsManyConnectionsAsItMay() {
        Report seen = tenASecond(limited(ConnectionLimits.NONE.clientConnections(3)))
                .clients(1)
                .servers(s -> s.latency(ofMillis(950)))
                .run(ofSeconds(2));

        // Those of 0, 0.1, 0.2; 1.0 (the first has left), 1.1, 1.2.
        assertEquals(6, seen.answered());
        assertEquals(14, seen.refused(Refusal.CLIENT_CONNECTIONS));
        assertEquals(14L, seen.snapshot().refused().get(Refusal.CLIENT_CONNECTIONS));
    }
}
