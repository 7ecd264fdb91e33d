package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.spi.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
 * What does a client cost that is known: look it up, choose its server, settle, touch, with limits, ejection, waiting and
 * slow start configured; and what one that is not? Of that, what does the table take, for a hit, and to insert a client into
 * a table that is full, so that another goes? But for the insert, keys are made beforehand, as a connection makes its own
 * once. Compare with {@link ChooseBenchmark} and {@link PickBenchmark}.
 *
 * <p>{@code lb-benchmarks/run jmh PersistenceBenchmark -t 1} and {@code -t 2}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PersistenceBenchmark {

    private static final int CLIENTS = 1 << 13;
    /** Few enough that {@link #insert} has filled the table before it is measured. */
    private static final int MOST_CLIENTS = 1 << 16;

    @Param({"ROUND_ROBIN", "LEAST_CONNECTIONS"})
    public SchedulerKind scheduler;

    @Param({"10", "100"})
    public int servers;

    private final AtomicInteger workers = new AtomicInteger();
    private final AffinityKey[] keys = new AffinityKey[CLIENTS];
    private final AffinityKey[] strangers = new AffinityKey[CLIENTS];
    private String[] hosts;
    private Pools pools;
    private LivePool pool;
    private Affinity affinity;

    @Setup
    public void start() {
        pools = new Pools();
        TcpService.Builder builder = Pools.unchecked(scheduler.scheduler)
                .persistence(Persistence.source().maxEntries(MOST_CLIENTS))
                .availability(Availability.DEFAULT
                        .ejection(Ejection.afterFailures(5))
                        .slowStart(Duration.ofSeconds(30))
                        .waiting(1000, Duration.ofSeconds(1)));
        for (int i = 0; i < servers; i++) {
            builder.server(Pools.server(i).maxConnections(100_000));
        }
        LiveService service = pools.start(builder.build());
        pool = service.pool();
        affinity = Objects.requireNonNull(service.affinity());
        hosts = IntStream.range(0, servers)
                .mapToObj(i -> Pools.server(i).host())
                .toArray(String[]::new);
        for (int i = 0; i < CLIENTS; i++) {
            keys[i] = new AffinityKey(0, i);
            strangers[i] = new AffinityKey(1, i);
            affinity.bind(keys[i], hosts[i % servers], null);
        }
    }

    @TearDown
    public void stop() {
        pools.close();
    }

    /** One thread's worker, its selection, and what the table answered it. */
    @State(Scope.Thread)
    public static class Client implements AffinityTable.Answer {
        private final Selection selection = new Selection();
        private Worker worker;
        private int next;
        private long inserted;
        private @Nullable String host;

        @Setup
        public void assign(PersistenceBenchmark benchmark) {
            worker = benchmark.pools.engine.worker(benchmark.workers.getAndIncrement() % Pools.WORKERS);
        }

        @Override
        public void found(@Nullable String answer) {
            host = answer;
        }
    }

    @Benchmark
    public Choice known(Client client) {
        return serve(client, keys[client.next++ & (CLIENTS - 1)]);
    }

    @Benchmark
    public Choice stranger(Client client) {
        return serve(client, strangers[client.next++ & (CLIENTS - 1)]);
    }

    private Choice serve(Client client, AffinityKey key) {
        affinity.lookup(key, client);
        Selection selection = client.selection;
        Choice choice = pool.choose(client.worker, client.host, selection);
        selection.answered();
        selection.settle(Outcome.COMPLETED, 0);
        selection.reset();
        affinity.touch(key);
        return choice;
    }

    /** A lookup that finds the client's server, and the touch at its end. */
    @Benchmark
    public String hit(Client client) {
        AffinityKey key = keys[client.next++ & (CLIENTS - 1)];
        affinity.lookup(key, client);
        affinity.touch(key);
        return client.host;
    }

    /** A new client each time: its key, a lookup that finds nothing, and its entry. */
    @Benchmark
    public String insert(Client client) {
        AffinityKey key = new AffinityKey(client.worker.index() + 2L, client.inserted++);
        affinity.lookup(key, client);
        affinity.bind(key, hosts[(int) (client.inserted % servers)], null);
        return client.host;
    }
}
