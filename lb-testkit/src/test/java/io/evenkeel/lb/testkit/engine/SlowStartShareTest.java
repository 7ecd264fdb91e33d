package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server in slow start gets its part of its share, whatever the scheduler, but all clients where there is no other. */
class SlowStartShareTest {

    private static final String SLOW = "10.0.0.1:80";

    private final EngineRig rig = new EngineRig(0, ScriptedRandom.seeded(1));

    static List<Scheduler> schedulers() {
        return Step.SCHEDULERS;
    }

    private static TcpService.Builder service(Scheduler scheduler, int weight) {
        return EngineRig.checked("web")
                .scheduler(scheduler)
                .server(RealServer.at("10.0.0.1", 80).weight(weight))
                .availability(Availability.DEFAULT.slowStart(Duration.ofSeconds(100)));
    }

    private void fail(String id) {
        rig.verdict(id, Health.DOWN);
        rig.verdict(id, Health.UP);
    }

    /** Which share of the clients the slow server gets; they stay, so that schedulers see loads, or do not. */
    private double share(int clients, boolean staying) {
        int slow = 0;
        for (int i = 0; i < clients; i++) {
            Selection selection = new Selection();
            slow += rig.choose("web", selection).equals(SLOW) ? 1 : 0;
            if (!staying) {
                selection.settle(Outcome.COMPLETED, 1);
            }
        }
        return slow / (double) clients;
    }

    private static Scheduler named(String name) {
        return schedulers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Of a server that weighs w beside two that weigh 1 each, at ramp r, it is w r of 2 + w r. */
    @ParameterizedTest
    @CsvSource({
        "round-robin, 1, false",
        "weighted-round-robin, 1, false",
        "least-connections, 1, true",
        "weighted-least-connections, 3, true"
    })
    void growsLinearly(String scheduler, int weight, boolean staying) {
        rig.install(service(named(scheduler), 100 * weight)
                .server("10.0.0.2", 80)
                .server("10.0.0.3", 80)
                .build());
        fail(SLOW);
        int clients = 6000;
        double before = share(clients, false);
        assertTrue(before < 0.04, () -> "at first: " + before);
        for (int percent = 20; percent < 100; percent += 20) {
            rig.advance(Duration.ofSeconds(20));
            double ramp = percent / 100.0;
            double expected = weight * ramp / (2 + weight * ramp);
            double share = staying ? settled(percent) : share(clients, false);
            assertEquals(expected, share, 0.025, scheduler + " at " + percent + " %");
        }
    }

    /** With nothing in flight a server that comes back is not always the emptiest, nor never: a third is its full share. */
    @Test
    void growsLinearlyWithLeastConnectionsAtIdle() {
        rig.install(service(Scheduler.leastConnections(), 100)
                .server("10.0.0.2", 80)
                .server("10.0.0.3", 80)
                .build());
        fail(SLOW);
        for (int percent = 20; percent < 100; percent += 20) {
            rig.advance(Duration.ofSeconds(20));
            assertEquals(percent / 300.0, share(6000, false), 0.025, "at " + percent + " %");
        }
    }

    /** From empty servers on; the clients leave afterwards. */
    private double settled(int seed) {
        Selection[] clients = new Selection[1500 + seed];
        int slow = 0;
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Selection();
            slow += rig.choose("web", clients[i]).equals(SLOW) ? 1 : 0;
        }
        for (Selection client : clients) {
            client.settle(Outcome.COMPLETED, 1);
        }
        return slow / (double) clients.length;
    }

    /** A server that loses its turn may lose others that come before the next server's: so it gets rather less. */
    @Test
    void ofAHeavyServerInARotationIsAtMostLinear() {
        rig.install(service(Scheduler.weightedRoundRobin(), 300)
                .server("10.0.0.2", 80)
                .server("10.0.0.3", 80)
                .build());
        fail(SLOW);
        double before = 0;
        for (int percent = 10; percent < 100; percent += 10) {
            rig.advance(Duration.ofSeconds(10));
            double share = share(6000, false);
            double linear = 0.03 * percent / (2 + 0.03 * percent);
            assertTrue(share > before && share < linear + 0.02, share + " at " + percent + " %, after " + before);
            before = share;
        }
        rig.advance(Duration.ofSeconds(10));
        assertEquals(0.6, share(6000, false), 0.01);
    }

    @Test
    void ofThePreferredServerGoesToTheNextMeanwhile() {
        rig.install(service(Scheduler.priority(), 100).server("10.0.0.2", 80).build());
        fail(SLOW);
        rig.advance(Duration.ofSeconds(30));
        assertEquals(0.3, share(6000, false), 0.025);
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void ofASoleServerIsAll(Scheduler scheduler) {
        rig.install(service(scheduler, 100).server("10.0.0.2", 80).build());
        fail(SLOW);
        rig.verdict("10.0.0.2:80", Health.DOWN);
        assertEquals(1, share(100, true));
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void ofServersThatAllStartIsTheUsual(Scheduler scheduler) {
        rig.install(service(scheduler, 100).server("10.0.0.2", 80).build());
        fail(SLOW);
        fail("10.0.0.2:80");
        int clients = 2000;
        double expected = scheduler == Scheduler.priority() ? 1 : 0.5;
        // At 1 % the preferred server is skipped only if it is kept back and the other is not.
        assertEquals(expected, share(clients, true), 0.025);
    }

    /** Rather a slow server of the first priority than one of the next. */
    @ParameterizedTest
    @MethodSource("schedulers")
    void isAllBeforeTheNextPriority(Scheduler scheduler) {
        rig.install(service(scheduler, 100)
                .server(RealServer.at("10.0.0.2", 80).priority(1))
                .build());
        fail(SLOW);
        assertEquals(1, share(100, true));
    }

    /** A full server does not make a slow one be skipped. */
    @ParameterizedTest
    @MethodSource("schedulers")
    void isAllWhenTheOthersAreFull(Scheduler scheduler) {
        rig.install(service(scheduler, 100)
                .server(RealServer.at("10.0.0.2", 80).maxConnections(1))
                .build());
        rig.choose("web", "10.0.0.2", new Selection());
        fail(SLOW);
        assertEquals(1, share(100, true));
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void isNotHeldBackForClientsThatPersist(Scheduler scheduler) {
        rig.install(service(scheduler, 100).server("10.0.0.2", 80).build());
        fail(SLOW);
        for (int i = 0; i < 100; i++) {
            assertEquals(SLOW, rig.choose("web", "10.0.0.1", new Selection()));
        }
    }

    /** The product of a load and a weight need not fit into 32 bits. */
    @Test
    void countsLargeLoadsAndWeightsRight() {
        rig.install(EngineRig.checked("web")
                .scheduler(Scheduler.weightedLeastConnections())
                .server(RealServer.at("10.0.0.1", 80).weight(65535))
                .server(RealServer.at("10.0.0.2", 80).weight(65535))
                .server("10.0.0.3", 80)
                .availability(Availability.DEFAULT.slowStart(Duration.ofSeconds(100)))
                .build());
        for (int i = 0; i < 40_000; i++) { // 40,000 * 65535 is more than 2^31
            rig.choose("web", "10.0.0.1", new Selection());
        }
        fail("10.0.0.3:80"); // so that ramps are looked at
        assertEquals("10.0.0.2:80", rig.choose("web"));
    }

    private record Own(boolean heeds, boolean fails) implements Scheduler {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public boolean heedsSlowStart() {
            return heeds;
        }

        @Override
        public Picker newPicker(PickerContext context) {
            if (fails) {
                throw new IllegalStateException("scripted");
            }
            return Scheduler.roundRobin().newPicker(context);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false, 0.3333", "true, false, 0.5", "true, true, 0.3333"})
    void isLeftToSchedulersThatHeedItButNotToTheirReplacement(boolean heeds, boolean fails, double expected) {
        rig.install(service(new Own(heeds, fails), 100).server("10.0.0.2", 80).build());
        fail(SLOW);
        rig.advance(Duration.ofSeconds(50));
        assertEquals(expected, share(6000, false), 0.025);
    }
}
