package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.EngineContext;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.TimeSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A real engine with one unchecked pool and no traffic. */
final class Pools implements AutoCloseable {

    static final int WORKERS = 8;

    private final ScheduledExecutorService executor;
    private final ControlLoop control;
    final Engine engine;

    /** Changes are made on a thread of their own. */
    Pools() {
        this(Executors.newSingleThreadScheduledExecutor());
    }

    private Pools(ScheduledExecutorService executor) {
        this.executor = executor;
        control = new ControlLoop(executor);
        engine = new Engine(
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
    }

    /** Changes are made on the caller's thread, so that no hand-over between threads is measured with them. */
    static Pools changedByCaller() {
        return new Pools(new ScheduledThreadPoolExecutor(1) {
            @Override
            public void execute(Runnable turn) {
                turn.run();
            }
        });
    }

    LiveService start(Scheduler scheduler, int servers) {
        TcpService.Builder service = unchecked(scheduler);
        for (int i = 0; i < servers; i++) {
            service.server(server(i));
        }
        return start(service.build());
    }

    LiveService start(TcpService service) {
        run(() -> engine.install(service));
        return engine.service(service.name());
    }

    static TcpService.Builder unchecked(Scheduler scheduler) {
        return VirtualService.tcp("bench")
                .listen("127.0.0.1", 0)
                .scheduler(scheduler)
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT);
    }

    /** Weights differ, so that weighted schedulers have something to weigh. */
    static RealServer server(int index) {
        return RealServer.at("10.0." + index / 250 + "." + (1 + index % 250), 80)
                .weight(50 + index % 100);
    }

    void run(Runnable command) {
        try {
            control.submit(command).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        control.close();
        executor.shutdownNow();
    }
}
