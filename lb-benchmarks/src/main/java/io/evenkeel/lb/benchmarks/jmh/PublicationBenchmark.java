package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.handle.ServiceControl;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
 * What does one change of a pool cost, from the command to its publication, and how does that grow with the pool: another
 * weight for a server, a server that comes, a server that goes? On one thread: the command runs where it is given.
 *
 * <p>{@code lb-benchmarks/run jmh PublicationBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn") // else changes are logged
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublicationBenchmark {

    @Param
    public SchedulerKind scheduler;

    @Param({"10", "100", "1000"})
    public int servers;

    private Pools pools;
    private ServiceControl service;
    private ServerHandle first;
    private RealServer another;
    private int weight;

    @Setup
    public void start() {
        pools = Pools.changedByCaller();
        LiveService live = pools.start(scheduler.scheduler, servers);
        service = new ServiceControl(pools.engine, live, List::of);
        first = service.servers().get(0);
        another = Pools.server(servers);
    }

    @TearDown
    public void stop() {
        pools.close();
    }

    @Benchmark
    public void weight() {
        weight = weight % 1000 + 1;
        published(first.weight(weight));
    }

    /** Two changes and two publications: a server comes, and goes. */
    @Benchmark
    public void member() {
        published(service.add(another));
        published(service.remove(another.id()));
    }

    /** The command has run already; this throws what it threw. */
    private static void published(CompletionStage<Void> command) {
        command.toCompletableFuture().join();
    }
}
