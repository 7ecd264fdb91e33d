package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.EngineContext;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.engine.handle.ServiceControl;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.TimeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real threads choose while another changes the pool: limits hold, and accounts return to zero. */
class EngineThreadsTest {

    private static final int WORKERS = 3;
    private static final int ROUNDS = 20_000;
    private static final int LIMIT = 2;

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final ControlLoop control = new ControlLoop(executor);
    private final List<Throwable> failures = new ArrayList<>();
    private final Engine engine = new Engine(
            new EngineContext(
                    control,
                    TimeSource.system(),
                    RandomSource.system(),
                    WORKERS,
                    (spec, listener) -> () -> {},
                    (host, listener) -> () -> {},
                    HealthCheck.none(),
                    (service, pool, endpoint, loss) -> {}),
            List.of());

    static List<Scheduler> schedulers() {
        return Step.SCHEDULERS;
    }

    private static RealServer server(int number) {
        return RealServer.at("10.0.0." + number, 80).priority(number % 2).maxConnections(LIMIT);
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void limitsHoldAndAccountsReturnToZero(Scheduler scheduler) throws InterruptedException {
        TcpService.Builder config = EngineRig.unchecked("web").scheduler(scheduler);
        for (int i = 1; i <= 4; i++) {
            config.server(server(i));
        }
        control.submit(() -> engine.install(config.build()))
                .toCompletableFuture()
                .join();
        Thread[] threads = new Thread[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            Worker worker = engine.worker(i);
            threads[i] = new Thread(() -> work(worker, engine.service("web").pool()));
            threads[i].setUncaughtExceptionHandler((thread, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads[i].start();
        }
        ServiceControl web = new ServiceControl(engine, engine.service("web"), List::of);
        try {
            for (int i = 0; Arrays.stream(threads).anyMatch(Thread::isAlive); i++) {
                ServerHandle one = web.server("10.0.0.1:80");
                (i % 2 == 0 ? one.disable() : one.enable())
                        .toCompletableFuture()
                        .join();
                web.remove("10.0.0.2:80").toCompletableFuture().join();
                web.add(server(2)).toCompletableFuture().join();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), failures);
            web.servers().forEach(server -> assertEquals(0, server.snapshot().inFlight(), server.id()));
        } finally {
            executor.shutdownNow();
        }
    }

    /** Holds up to two reservations at a time. */
    private static void work(Worker worker, LivePool pool) {
        Selection[] held = {new Selection(), new Selection()};
        for (int i = 0; i < ROUNDS; i++) {
            Selection selection = held[i % 2];
            if (selection.isReserved()) {
                selection.settle(Outcome.COMPLETED, 1);
            }
            selection.reset();
            if (pool.choose(worker, i % 5 == 0 ? "10.0.0.3" : null, selection) == Choice.PICKED) {
                int inFlight = selection.member().inFlight();
                assertTrue(inFlight >= 1 && inFlight <= LIMIT, "in flight: " + inFlight);
                if (i % 3 == 0) {
                    selection.exclude(Outcome.CONNECT_FAILED, 1);
                    pool.choose(worker, null, selection);
                }
            }
        }
        for (Selection selection : held) {
            if (selection.isReserved()) {
                selection.settle(Outcome.COMPLETED, 1);
            }
        }
        assertEquals(0, worker.doubleSettles());
    }
}
