package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.http;
import static io.evenkeel.lb.simulation.Services.tcp;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a script refuses, and when. */
class ScriptTest {

    private static Simulation simulation() {
        return Simulation.of(tcp().build());
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void settersValidate() {
        refused(
                "requests per second: -1 is not allowed; allowed: 0 to 1000000",
                () -> simulation().requestsPerSecond(-1));
        refused(
                "clients: 0 is not allowed; allowed: 1 to 1000000",
                () -> simulation().clients(0));
        refused(
                "patience: 0s is not allowed; allowed: 1ms to 2592000s",
                () -> simulation().patience(Duration.ZERO));
        refused(
                "time of the script: -1s is not allowed; allowed: 0s to 2592000s",
                () -> simulation().at(ofSeconds(-1), A, SimulatedServer::dies));
        refused(
                "length of the run: 0s is not allowed; allowed: 1ms to 2592000s",
                () -> simulation().run(Duration.ZERO));
        refused(
                "servers: null is not allowed; allowed: any value but null",
                () -> simulation().servers(server -> null));
        refused("error percent: 101.0 is not allowed; allowed: 0 to 100", () -> SimulatedServer.WELL.errorPercent(101));
        refused(
                "reset percent: NaN is not allowed; allowed: 0 to 100",
                () -> SimulatedServer.WELL.resetPercent(Double.NaN));
        refused("concurrency: -1 is not allowed; allowed: 0 to 1000000", () -> SimulatedServer.WELL.concurrency(-1));
        refused(
                "check failure: \" \" is not allowed; allowed: a text that is not blank",
                () -> SimulatedServer.WELL.checkFails(" "));
    }

    @Test
    void aScriptEndsBeforeItsRun() {
        refused(
                "time of the script: 10s is not allowed; allowed: before the run's end at 10s",
                () -> simulation().at(ofSeconds(10), A, SimulatedServer::dies).run(ofSeconds(10)));
        refused(
                "time of the script: 11s is not allowed; allowed: before the run's end at 10s",
                () -> simulation().requestsPerSecond(1, ofSeconds(11)).run(ofSeconds(10)));
    }

    @Test
    void aServerMustBeThere() {
        refused(
                "server: b is not allowed; allowed: one of [10.0.0.11:8080, 10.0.0.12:8080]",
                () -> simulation().server("b", SimulatedServer::dies).run(ofSeconds(10)));
    }

    @Test
    void aServiceIsReplacedByItsLike() {
        refused(
                "service: web is not allowed; allowed: one of the same name and kind as web, which it replaces",
                () -> simulation().at(ofSeconds(1), http().build()));
        VirtualService other = VirtualService.tcp("other")
                .listen("127.0.0.1", 0)
                .server("10.0.0.11", 8080)
                .build();
        refused(
                "service: other is not allowed; allowed: one of the same name and kind as web, which it replaces",
                () -> simulation().at(ofSeconds(1), other));
    }

    @Test
    void aCommandThatFailsIsTheRunsFailure() {
        assertThrows(
                NoSuchElementException.class,
                () -> simulation()
                        .at(ofSeconds(1), service -> service.remove("10.9.9.9:80"))
                        .run(ofSeconds(10)));
    }

    /** The engine goes on with the first server that accepts, as it does in production. */
    @Test
    void aSchedulerThatFailsIsGuarded() {
        Scheduler failing = new Scheduler() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Picker newPicker(PickerContext context) {
                return pick -> {
                    throw new IllegalStateException("not I");
                };
            }
        };
        Report seen = Simulation.of(tcp().scheduler(failing).build()).run(ofSeconds(10));

        assertEquals(0, seen.failed());
        assertEquals(seen.requests(), seen.server(A).answered());
    }

    @Test
    void aSimulationMayBeRunAgain() {
        Simulation simulation = simulation().at(ofSeconds(3), A, SimulatedServer::dies);

        assertEquals(
                simulation.run(ofSeconds(10)).toString(),
                simulation.run(ofSeconds(10)).toString());
    }
}
