package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.engine.handle.ServiceControl;
import io.evenkeel.lb.spi.Hash64;
import io.evenkeel.lb.spi.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a choice cost, with its reservation, its answer and its settling, and does it allocate? Each thread is a worker of its
 * own. With an updater, a thread beside changes a server's weight a hundred times a second, so that pools are published
 * while workers choose; its allocation (about that of one new state) is then part of what the profiler sees.
 *
 * <p>{@code lb-benchmarks/run jmh ChooseBenchmark -t 1} and {@code -t 2}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn") // else changes are logged
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChooseBenchmark {

    @Param
    public SchedulerKind scheduler;

    @Param({"2", "10", "100", "1000"})
    public int servers;

    @Param({"false", "true"})
    public boolean updater;

    private final AtomicInteger workers = new AtomicInteger();
    private Pools pools;
    private LivePool pool;
    private volatile boolean running;
    private Thread updating;

    @Setup
    public void start() {
        pools = new Pools();
        LiveService service = pools.start(scheduler.scheduler, servers);
        pool = service.pool();
        running = updater;
        ServerHandle changed =
                new ServiceControl(pools.engine, service, List::of).servers().get(0);
        updating = new Thread(() -> {
            for (int weight = 1; running; weight = weight % 1000 + 1) {
                changed.weight(weight);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        });
        updating.start();
    }

    @TearDown
    public void stop() throws InterruptedException {
        running = false;
        updating.join();
        pools.close();
    }

    /** One thread's worker and its selection. */
    @State(Scope.Thread)
    public static class Chooser {
        private Worker worker;
        private long client;
        private final Selection selection =
                new Selection(MemberStats.REQUESTS, (prefix4, prefix6) -> Hash64.of(0, client++));

        @Setup
        public void assign(ChooseBenchmark benchmark) {
            worker = benchmark.pools.engine.worker(benchmark.workers.getAndIncrement() % Pools.WORKERS);
        }
    }

    @Benchmark
    public Choice chooseAndSettle(Chooser chooser) {
        Selection selection = chooser.selection;
        Choice choice = pool.choose(chooser.worker, null, selection);
        selection.handed();
        selection.replied(false);
        selection.settle(Outcome.COMPLETED, 0);
        selection.reset();
        return choice;
    }
}
