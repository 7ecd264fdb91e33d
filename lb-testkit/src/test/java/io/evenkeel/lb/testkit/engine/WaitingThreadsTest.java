package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Availability;
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
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real threads fight for few permits and wait for them: nobody waits for ever, and accounts return to zero. */
class WaitingThreadsTest {

    private static final int THREADS = 2;
    private static final int CLIENTS = 5;
    private static final int SERVED = 30_000;

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final ControlLoop control = new ControlLoop(executor);
    private final List<Throwable> failures = new ArrayList<>();
    private final Engine engine = new Engine(
            new EngineContext(
                    control,
                    TimeSource.system(),
                    RandomSource.system(),
                    THREADS,
                    (spec, listener) -> () -> {},
                    (host, listener) -> () -> {},
                    HealthCheck.none(),
                    (service, pool, endpoint, loss) -> {}),
            List.of());

    private void install(String name, RealServer... servers) {
        TcpService.Builder service =
                EngineRig.unchecked(name).availability(Availability.DEFAULT.waiting(100, Duration.ofHours(1)));
        for (RealServer server : servers) {
            service.server(server);
        }
        control.submit(() -> engine.install(service.build()))
                .toCompletableFuture()
                .join();
    }

    private static RealServer server(int number, int limit) {
        return RealServer.at("10.0.0." + number, 80).maxConnections(limit);
    }

    /** One thread with its clients: an event loop that sleeps when all of them wait. */
    private static final class Loop {
        private final Worker worker;
        private final LivePool pool;
        private final Random random;
        private final LinkedBlockingQueue<Client> tasks = new LinkedBlockingQueue<>();
        private final int mayFail;
        private int served;
        private int inside;

        Loop(Worker worker, LivePool pool, int mayFail) {
            this.worker = worker;
            this.pool = pool;
            this.mayFail = mayFail;
            this.random = new Random(worker.index());
        }

        final class Client {
            final Selection selection = new Selection();
            long ticket;
            boolean waits;

            void choose() {
                Choice choice = pool.choose(worker, null, selection);
                if (choice == Choice.WAIT) {
                    ticket = pool.room().enter(ticket, selection, () -> tasks.add(this));
                    waits = true;
                    inside++;
                } else if (choice != Choice.PICKED) {
                    reset(); // all tried, or none enabled
                } else if (random.nextInt(100) < mayFail) {
                    selection.exclude(Outcome.CONNECT_FAILED, 1);
                    choose();
                }
            }

            void called() {
                waits = false;
                inside--;
                selection.called();
                choose();
            }

            void reset() {
                selection.reset();
                ticket = 0;
            }

            void step() {
                if (selection.isReserved()) {
                    selection.settle(Outcome.COMPLETED, 1);
                    served++;
                    reset();
                } else if (!waits) {
                    choose();
                }
            }
        }

        void run() {
            Client[] clients = new Client[CLIENTS];
            Arrays.setAll(clients, i -> new Client());
            while (served < SERVED) {
                boolean idle = inside == CLIENTS;
                Client called = idle ? await() : tasks.poll();
                if (called != null) {
                    called.called();
                } else {
                    clients[random.nextInt(CLIENTS)].step();
                }
            }
            for (Client client : clients) {
                if (client.selection.isReserved()) {
                    client.selection.settle(Outcome.COMPLETED, 1);
                } else if (client.waits && !pool.room().leave(client.ticket)) {
                    pool.room().passOn();
                }
            }
            assertEquals(0, worker.doubleSettles());
        }

        private Client await() {
            try {
                Client called = tasks.poll(20, TimeUnit.SECONDS);
                if (called == null) {
                    throw new AssertionError("all wait and nobody is called, after " + served);
                }
                return called;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void work(int mayFail, boolean changes, String... pools) throws InterruptedException {
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            Loop loop = new Loop(engine.worker(i), engine.service(pools[i]).pool(), mayFail);
            threads[i] = new Thread(loop::run);
            threads[i].setUncaughtExceptionHandler((thread, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads[i].start();
        }
        ServiceControl service = new ServiceControl(engine, engine.service(pools[0]), List::of);
        try {
            ServerHandle one = service.server("10.0.0.1:80");
            for (int i = 0; changes && Arrays.stream(threads).anyMatch(Thread::isAlive); i++) {
                (i % 2 == 0 ? one.disable() : one.enable())
                        .toCompletableFuture()
                        .join();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), failures);
            for (String pool : pools) {
                assertEquals(0, engine.service(pool).pool().room().size());
            }
            service.servers()
                    .forEach(server -> assertEquals(0, server.snapshot().inFlight()));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void onePermit() throws InterruptedException {
        install("web", server(1, 1));
        work(0, false, "web", "web");
    }

    @Test
    void fewPermits() throws InterruptedException {
        install("web", server(1, 1), server(2, 2));
        work(0, false, "web", "web");
    }

    @Test
    void serversThatAreTriedInVain() throws InterruptedException {
        install("web", server(1, 1), server(2, 1), server(3, 1));
        work(20, false, "web", "web");
    }

    @Test
    void poolsThatShareAServer() throws InterruptedException {
        install("web", server(1, 2), server(2, 1));
        install("mail", server(1, 1));
        work(0, false, "web", "mail");
    }

    @Test
    void serversThatComeAndGo() throws InterruptedException {
        install("web", server(1, 1), server(2, 1));
        work(5, true, "web", "web");
    }
}
