package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.C;
import static io.evenkeel.lb.simulation.Services.checkedHttp;
import static io.evenkeel.lb.simulation.Services.checkedTcp;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What the policies promise: a server whose application is broken resets all that it gets, and its check fails. It is found
 * after three failures of a check every 2 s, the second and third after 1 s each, all by up to a tenth later, and after the
 * answers' 10 ms.
 */
class OutageTest {

    private static final Duration WORST =
            ofMillis(2200).plus(ofMillis(1100)).plus(ofMillis(1100)).plus(ofMillis(30));

    private static Report outage(VirtualService service, long seed) {
        return outage(Simulation.of(service), seed);
    }

    private static Report outage(Simulation simulation, long seed) {
        return simulation
                .seed(seed)
                .requestsPerSecond(500)
                .at(ofSeconds(20), B, b -> b.resetPercent(100).checkFails("status 500"))
                .at(ofSeconds(40), B, b -> b.resetPercent(0).recovers())
                .run(ofMinutes(1));
    }

    @Test
    void withoutRetriesAThirdFailsUntilTheChecksFindOut() {
        for (long seed = 0; seed < 20; seed++) {
            Report seen = outage(checkedTcp().build(), seed);

            Duration trouble = seen.longestTrouble();
            assertTrue(trouble.compareTo(ofMillis(1500)) > 0 && trouble.compareTo(WORST) <= 0, seen::toString);
            assertEquals(1, seen.troubles().size(), seen::toString);
            double third = 500.0 / 3 * trouble.toNanos() / 1e9;
            assertEquals(third, seen.failed(), 4 * Math.sqrt(third), seen::toString);
            assertEquals(seen.failed(), seen.count(Ending.BROKEN));
            assertTrue(seen.server(B).answered() > 500 / 3 * 37, "20 s, and what is left after its recovery");
        }
    }

    @Test
    void withRetriesNobodySeesIt() {
        for (long seed = 0; seed < 20; seed++) {
            Report seen = outage(checkedHttp().build(), seed);

            assertEquals(0, seen.failed(), seen::toString);
            assertTrue(seen.retries() > 200, seen::toString);
        }
    }

    @Test
    void whatIsNotSentAgainFailsAllTheSame() {
        Report seen = outage(
                Simulation.of(checkedHttp().build()).requests(FakeRequestHead.of("POST", "http://localhost/")), 1);

        assertTrue(seen.failed() > 200, seen::toString);
        assertTrue(seen.longestTrouble().compareTo(WORST) <= 0, seen::toString);
    }

    @Test
    void ejectionIsFasterThanChecks() {
        Availability ejecting = Availability.DEFAULT.ejection(Ejection.afterFailures(5));
        Report seen = outage(checkedTcp().availability(ejecting).build(), 1);

        assertTrue(seen.failed() < 15, seen::toString);
        assertTrue(seen.longestTrouble().compareTo(ofMillis(500)) < 0, seen::toString);
    }

    @Test
    void whenAllAreDeadItTakesAsLongAsTheyDo() {
        Simulation simulation = Simulation.of(checkedHttp().build()).requestsPerSecond(500);
        for (String id : new String[] {A, B, C}) {
            simulation.at(ofSeconds(20), id, SimulatedServer::dies).at(ofSeconds(30), id, SimulatedServer::recovers);
        }
        Report seen = simulation.run(ofMinutes(1));

        // Nobody before the first check that succeeds: that is 2.2 s after the servers, at the latest.
        assertTrue(seen.longestTrouble().compareTo(ofSeconds(10)) >= 0, seen::toString);
        assertTrue(seen.longestTrouble().compareTo(ofMillis(12_210)) <= 0, seen::toString);
        assertEquals(seen.failed(), seen.count(Ending.REFUSED) + seen.count(Ending.BROKEN));
    }
}
