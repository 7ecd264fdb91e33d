package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.spi.Outcome;
import java.util.concurrent.TimeUnit;
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
 * What do the other ways through choose cost, and do they allocate: a client that persists to a host, a server that is
 * excluded and replaced by the next, a pool whose servers are all full, one without an available server? These are the
 * ways taken under stress.
 *
 * <p>{@code lb-benchmarks/run jmh OtherWaysBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OtherWaysBenchmark {

    @Param
    public SchedulerKind scheduler;

    @Param({"10", "1000"})
    public int servers;

    private final Selection selection = new Selection();
    private Pools pools;
    private Worker worker;
    private LivePool open;
    private LivePool full;
    private LivePool none;

    @Setup
    public void start() {
        pools = new Pools();
        worker = pools.engine.worker(0);
        open = install("open", 0, 100);
        full = install("full", 1, 100);
        none = install("none", 0, 0);
        Selection holder = new Selection();
        while (full.choose(worker, null, holder) == Choice.PICKED) {
            holder = new Selection();
        }
    }

    private LivePool install(String name, int limit, int weight) {
        TcpService.Builder service = VirtualService.tcp(name)
                .listen("127.0.0.1", 0)
                .scheduler(scheduler.scheduler)
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT);
        for (int i = 0; i < servers; i++) {
            // Another port for each pool: in-flight is counted by endpoint.
            service.server(RealServer.at(host(i), 1 + name.charAt(0))
                    .weight(weight)
                    .priority(i % 2)
                    .maxConnections(limit));
        }
        pools.run(() -> pools.engine.install(service.build()));
        return pools.engine.service(name).pool();
    }

    private static String host(int index) {
        return "10.1." + index / 250 + "." + (1 + index % 250);
    }

    @TearDown
    public void stop() {
        pools.close();
    }

    @Benchmark
    public Choice persisted() {
        Choice choice = open.choose(worker, "10.1.0.5", selection);
        selection.settle(Outcome.COMPLETED, 0);
        selection.reset();
        return choice;
    }

    @Benchmark
    public Choice excludedTwice() {
        open.choose(worker, null, selection);
        selection.exclude(Outcome.CONNECT_FAILED, 0);
        open.choose(worker, null, selection);
        selection.exclude(Outcome.CONNECT_FAILED, 0);
        Choice choice = open.choose(worker, null, selection);
        selection.settle(Outcome.COMPLETED, 0);
        selection.reset();
        return choice;
    }

    @Benchmark
    public Choice allFull() {
        Choice choice = full.choose(worker, null, selection);
        selection.reset();
        return choice;
    }

    @Benchmark
    public Choice noneAvailable() {
        Choice choice = none.choose(worker, null, selection);
        selection.reset();
        return choice;
    }
}
