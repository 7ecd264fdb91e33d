package io.evenkeel.lb.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.persist.ConnectionPersistence;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.status.PoolSnapshot;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the service, and whatever happens to it. */
class SimulationPropertyTest {

    private static final int SERVERS = 4;

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static VirtualService service(Random random) {
        if (random.nextBoolean()) {
            TcpService.Builder builder = VirtualService.tcp("web")
                    .timeouts(TcpTimeouts.DEFAULT
                            .connect(ofMillis(500))
                            .dial(ofSeconds(1))
                            .idle(ofSeconds(3)))
                    .persistence(one(random, List.<ConnectionPersistence>of(Persistence.none(), Persistence.source())));
            return filled(builder, random).build();
        }
        HttpService.Builder builder = VirtualService.http("web")
                .timeouts(HttpTimeouts.DEFAULT
                        .connect(ofMillis(500))
                        .dial(ofSeconds(1))
                        .response(ofSeconds(3)))
                .persistence(one(
                        random,
                        List.<Persistence>of(
                                Persistence.none(),
                                Persistence.cookie("EKID"),
                                Persistence.passiveCookie("SESSION"),
                                Persistence.header("X-User"))));
        return filled(builder, random).build();
    }

    private static <B extends VirtualService.Builder<B>> B filled(B builder, Random random) {
        Availability availability = Availability.DEFAULT.slowStart(ofSeconds(random.nextInt(5)));
        if (random.nextBoolean()) {
            availability = availability.ejection(Ejection.afterFailures(1 + random.nextInt(5)));
        }
        if (random.nextBoolean()) {
            availability = availability.waiting(random.nextInt(30), ofMillis(10 + random.nextInt(2000)));
        }
        if (random.nextInt(4) == 0) {
            availability = availability.sorryServer(RealServer.at("10.9.9.9", 80));
        }
        builder.listen("127.0.0.1", 0)
                .availability(availability)
                .scheduler(one(
                        random,
                        List.of(
                                Scheduler.roundRobin(),
                                Scheduler.weightedRoundRobin(),
                                Scheduler.leastConnections(),
                                Scheduler.priority())))
                .whenServerDown(one(
                        random,
                        List.of(
                                LiveConnections.FINISH,
                                LiveConnections.RESET,
                                LiveConnections.finishWithin(ofMillis(300)))))
                .healthCheck(
                        random.nextBoolean() ? HealthChecks.tcp() : HealthChecks.http("/"),
                        HealthPolicy.every(ofMillis(500 + random.nextInt(1000))).fall(1 + random.nextInt(3)));
        for (int i = 0; i < SERVERS; i++) {
            builder.server(RealServer.at("10.0.0.1" + i, 80)
                    .weight(random.nextInt(200))
                    .priority(random.nextInt(2))
                    .maxConnections(random.nextInt(3) * 5));
        }
        return builder;
    }

    private static Simulation simulation(long seed) {
        Random random = new Random(seed);
        Simulation simulation = Simulation.of(service(random))
                .seed(seed)
                .requestsPerSecond(random.nextInt(200))
                .clients(1 + random.nextInt(50))
                .requests(
                        FakeRequestHead.of("GET", "http://localhost/"),
                        FakeRequestHead.of("POST", "http://localhost/"));
        if (random.nextInt(3) == 0) {
            simulation.patience(ofMillis(1 + random.nextInt(1000)));
        }
        List<UnaryOperator<SimulatedServer>> changes = new ArrayList<>(List.of(
                SimulatedServer::dies,
                SimulatedServer::hangs,
                SimulatedServer::vanishes,
                SimulatedServer::recovers,
                SimulatedServer::recovers,
                server -> server.errorPercent(random.nextInt(20)),
                server -> server.resetPercent(random.nextInt(50)),
                server -> server.checkFails("status 500"),
                server -> server.concurrency(random.nextInt(5)),
                server -> server.latency(Latency.typical(ofMillis(5), ofMillis(500)))));
        for (int i = 0; i < 25; i++) {
            String id = "10.0.0.1" + random.nextInt(SERVERS) + ":80";
            int at = random.nextInt(10_000);
            switch (random.nextInt(10)) {
                case 0 ->
                    simulation.at(ofMillis(at), service -> service.server(id).drain(ofMillis(500)));
                case 1 ->
                    simulation.at(ofMillis(at), service -> service.server(id).disable());
                case 2 ->
                    simulation.at(ofMillis(at), service -> service.server(id).enable());
                default -> simulation.at(ofMillis(at), id, one(random, changes));
            }
        }
        return simulation;
    }

    @Property(tries = 150)
    void eachRequestHasOneEndingAndAccountsReturnToZero(@ForAll long seed) {
        Report seen = simulation(seed).run(ofSeconds(10));

        long endings = 0;
        for (Ending ending : Ending.values()) {
            endings += seen.count(ending);
        }
        assertEquals(seen.requests(), endings);
        assertEquals(seen.requests(), seen.answered() + seen.failed());
        assertEquals(
                seen.requests(),
                seen.timeline().stream().mapToLong(Report.Second::requests).sum());
        assertEquals(
                seen.answered(),
                seen.timeline().stream().mapToLong(Report.Second::answered).sum());
        assertEquals(
                seen.failed(),
                seen.timeline().stream().mapToLong(Report.Second::failed).sum());
        assertEquals(
                seen.failed(),
                seen.troubles().stream().mapToLong(Report.Trouble::failures).sum());
        assertEquals(
                seen.count(Ending.REFUSED),
                seen.snapshot().refused().values().stream().mapToLong(n -> n).sum());
        assertEquals(
                seen.answered(),
                seen.servers().values().stream()
                        .mapToLong(Report.Share::answered)
                        .sum());
        seen.servers().forEach((id, share) -> assertTrue(share.answered() <= share.sent(), id));

        for (PoolSnapshot pool : seen.snapshot().pools()) {
            assertEquals(0, pool.waiting());
            for (ServerSnapshot server : pool.servers()) {
                assertEquals(0, server.inFlight(), server.id());
            }
        }
    }

    @Property(tries = 30)
    void theSameSeedGivesTheSame(@ForAll long seed) {
        Report once = simulation(seed).run(ofSeconds(10));
        Report again = simulation(seed).run(ofSeconds(10));

        assertEquals(once.toString(), again.toString());
        assertEquals(once.timeline(), again.timeline());
        assertEquals(once.troubles(), again.troubles());
        assertEquals(once.changes(), again.changes());
        for (double quantile = 0; quantile <= 1; quantile += 0.01) {
            assertEquals(once.latency(quantile), again.latency(quantile));
        }
    }
}
