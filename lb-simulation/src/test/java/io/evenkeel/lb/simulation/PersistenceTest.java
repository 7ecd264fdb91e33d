package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.http;
import static io.evenkeel.lb.simulation.Services.tcp;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Pool;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.FakeRequestHead;
import io.evenkeel.lb.testkit.VirtualTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client keeps its server, by each kind of persistence. */
class PersistenceTest {

    /** A single client: where its requests went, to a and to b. */
    private static List<Long> shares(VirtualService service) {
        return shares(tenASecond(service).clients(1).run(ofSeconds(1)));
    }

    private static List<Long> shares(Report seen) {
        return List.of(seen.server(A).sent(), seen.server(B).sent());
    }

    @Test
    void withoutItServersTakeTurns() {
        assertEquals(List.of(5L, 5L), shares(http().build()));
    }

    @Test
    void byEachKind() {
        assertEquals(
                List.of(10L, 0L), shares(tcp().persistence(Persistence.source()).build()));
        assertEquals(
                List.of(10L, 0L),
                shares(http().persistence(Persistence.source()).build()));
        assertEquals(
                List.of(10L, 0L),
                shares(http().persistence(Persistence.header("X-User")).build()));
        assertEquals(
                List.of(10L, 0L),
                shares(http().persistence(Persistence.cookie("EKID")).build()));
        assertEquals(
                List.of(10L, 0L),
                shares(http().persistence(Persistence.passiveCookie("JSESSIONID"))
                        .build()));
    }

    /** Until the first answer is there, nobody is known; the second one, of another server, is that which counts then. */
    @Test
    void aCookieIsThereFromAnAnswerOn() {
        for (Persistence kind : List.of(Persistence.cookie("EKID"), Persistence.passiveCookie("JSESSIONID"))) {
            Report seen = tenASecond(http().persistence(kind).build())
                    .clients(1)
                    .servers(s -> s.latency(ofMillis(150)))
                    .run(ofSeconds(1));

            assertEquals(List.of(2L, 8L), shares(seen), kind.toString());
        }
    }

    @Test
    void itIsEachClientsOwn() {
        assertEquals(
                List.of(5L, 5L),
                shares(tenASecond(
                                http().persistence(Persistence.header("X-User")).build())
                        .clients(2)
                        .run(ofSeconds(1))));
    }

    @Test
    void whoseServerDiesGetsAnotherAndStaysThere() {
        Report seen = tenASecond(tcp().persistence(Persistence.source()).build())
                .clients(1)
                .at(ofSeconds(2), A, SimulatedServer::dies)
                .at(ofSeconds(4), A, SimulatedServer::recovers)
                .run(ofSeconds(6));

        assertEquals(0, seen.failed());
        assertEquals(List.of(20L, 40L), shares(seen));
        assertEquals(1, seen.server(A).missed());
    }

    @Test
    void aServerThatDrainsKeepsItsClients() {
        Report seen = tenASecond(tcp().persistence(Persistence.source()).build())
                .clients(1)
                .at(ofSeconds(2), service -> service.server(A).drain(ofSeconds(2)))
                .run(ofSeconds(6));

        assertEquals(List.of(40L, 20L), shares(seen));
    }

    @Test
    void eachPoolHasItsOwn() {
        VirtualService service = http().persistence(Persistence.cookie("EKID"))
                .pool(Pool.named("api")
                        .healthCheck(io.evenkeel.lb.check.HealthCheck.none(), io.evenkeel.lb.check.HealthPolicy.DEFAULT)
                        .server("10.0.1.1", 80)
                        .server("10.0.1.2", 80)
                        .build())
                .route(Route.when(Match.pathUnder("/api")).to("api"))
                .build();
        Report seen = tenASecond(service)
                .clients(1)
                .requests(
                        FakeRequestHead.of("GET", "http://localhost/"),
                        FakeRequestHead.of("GET", "http://localhost/api"))
                .run(ofSeconds(1));

        assertEquals(List.of(5L, 0L), shares(seen));
        assertEquals(5, seen.server("10.0.1.1:80").sent());
        assertEquals(0, seen.server("10.0.1.2:80").sent());
    }

    /** A table that answers 20 ms later, in virtual time. */
    private record LateTable(AffinityTable table, VirtualTime time) implements AffinityTable {

        @Override
        public Lookup lookup(AffinityKey key, Answer answer) {
            time.executor().schedule(() -> table.lookup(key, answer), 20, TimeUnit.MILLISECONDS);
            return Lookup.PENDING;
        }

        @Override
        public void bind(AffinityKey key, String host, String expected) {
            table.bind(key, host, expected);
        }

        @Override
        public AffinityStatistics statistics() {
            return table.statistics();
        }
    }

    @Test
    void aTableOfTheUsersLivesByTheSameClock() {
        VirtualTime clock = VirtualTime.create();
        AffinityTable table = AffinityTable.inMemory(ofSeconds(60), 100, clock);
        VirtualService service = tcp().persistence(Persistence.source().table(new LateTable(table, clock)))
                .build();
        Simulation simulation = Simulation.of(service).time(clock).evenly().clients(1);

        Report seen = simulation.requestsPerSecond(10).run(ofSeconds(1));
        assertEquals(List.of(10L, 0L), shares(seen));
        assertEquals(ofMillis(30), seen.latency(1));
        assertEquals(1, table.statistics().entries());

        clock.advance(ofSeconds(59));
        assertEquals(List.of(1L, 0L), shares(simulation.run(ofMillis(1))), "still known, by a run that goes on");
        clock.advance(ofSeconds(61));
        table.lookup(new AffinityKey(1, 1), host -> {});
        assertEquals(0, table.statistics().hits() - 10, "forgotten");
    }

    @Test
    void aTableThatIsTooLateIsNotWaitedFor() {
        VirtualTime clock = VirtualTime.create();
        AffinityTable table = AffinityTable.inMemory(ofSeconds(60), 100, clock);
        Persistence late =
                Persistence.source().table(new LateTable(table, clock)).lookupTimeout(ofMillis(5));
        Report seen = tenASecond(http().persistence(late).build())
                .time(clock)
                .clients(1)
                .run(ofSeconds(1));

        assertEquals(List.of(5L, 5L), shares(seen));
        assertEquals(ofMillis(15), seen.latency(1));
    }
}
