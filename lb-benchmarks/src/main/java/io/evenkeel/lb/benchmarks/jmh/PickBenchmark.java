package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.ServerView;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the bare pick of round robin cost beside the least that a rotation can be: one atomic counter modulo the
 * number of servers, shared by all threads? Compare within one run, at the same number of threads.
 *
 * <p>{@code lb-benchmarks/run jmh PickBenchmark -t 1} and {@code -t 2}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PickBenchmark {

    @Param({"10", "1000"})
    public int servers;

    private final AtomicInteger counter = new AtomicInteger();
    private final AtomicInteger workers = new AtomicInteger();
    private Server[] array;
    private Picker roundRobin;

    private record Server(long ordinal) implements ServerView {
        @Override
        public String id() {
            return "s" + ordinal;
        }

        @Override
        public int weight() {
            return 100;
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public int inFlight() {
            return 0;
        }
    }

    private record Context(List<ServerView> servers, int workers, Picker previous) implements PickerContext {}

    /** One thread's view: it accepts every server. */
    @State(Scope.Thread)
    public static class Thread implements PickContext {
        private final RandomSource random = RandomSource.system();
        private int worker;

        @Setup
        public void assign(PickBenchmark benchmark) {
            worker = benchmark.workers.getAndIncrement() % Pools.WORKERS;
        }

        @Override
        public int worker() {
            return worker;
        }

        @Override
        public boolean accepts(int index) {
            return true;
        }

        @Override
        public RandomSource random() {
            return random;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    }

    @Setup
    public void make() {
        array = IntStream.range(0, servers).mapToObj(Server::new).toArray(Server[]::new);
        roundRobin = Scheduler.roundRobin().newPicker(new Context(List.of(array), Pools.WORKERS, null));
    }

    @Benchmark
    public Object atomicModulo() {
        return array[Math.floorMod(counter.getAndIncrement(), array.length)];
    }

    @Benchmark
    public Object roundRobin(Thread thread) {
        return array[roundRobin.pick(thread)];
    }
}
