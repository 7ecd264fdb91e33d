package io.evenkeel.lb.testkit.schedule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.FakePool;
import io.evenkeel.lb.testkit.FakeServer;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The bound in the Javadoc of {@code Scheduler.weightedRoundRobin}, over any window of picks. */
class WeightedRoundRobinBoundTest {

    @Property(tries = 500)
    void anyWindowKeepsTheBound(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 65535) Integer> weights,
            @ForAll @LongRange(min = 0) long seed,
            @ForAll @IntRange(max = 500) int before,
            @ForAll @IntRange(min = 1, max = 2000) int picks) {
        FakePool pool = pool(seed, weights);
        picks(pool, before);
        check(pool, picks);
    }

    @Property(tries = 200)
    void smallWeightsKeepTheBound(
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 5) Integer> weights,
            @ForAll @LongRange(min = 0) long seed,
            @ForAll @IntRange(min = 1, max = 200) int picks) {
        check(pool(seed, weights), picks);
    }

    @Property(tries = 200)
    void aWindowAfterAChangeKeepsTheBound(
            @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 1, max = 1000) Integer> weights,
            @ForAll @LongRange(min = 0) long seed,
            @ForAll @IntRange(max = 100) int before,
            @ForAll @IntRange(max = 19) int changed,
            @ForAll @IntRange(min = 1, max = 1000) int weight,
            @ForAll @IntRange(min = 1, max = 500) int picks) {
        FakePool pool = pool(seed, weights);
        picks(pool, before);
        pool.weight(pool.servers().get(changed % weights.size()), weight);
        check(pool, picks);
    }

    private static FakePool pool(long seed, List<Integer> weights) {
        return new FakePool(Scheduler.weightedRoundRobin(), 1, worker -> ScriptedRandom.seeded(seed))
                .addAll(weights.stream().mapToInt(i -> i).toArray());
    }

    private static int[] picks(FakePool pool, int picks) {
        int[] counts = new int[pool.servers().size()];
        for (int i = 0; i < picks; i++) {
            FakeServer picked = pool.pick(0);
            counts[(int) picked.ordinal()]++;
        }
        return counts;
    }

    private static void check(FakePool pool, int picks) {
        int[] counts = picks(pool, picks);
        int n = pool.servers().size();
        double sum = pool.servers().stream().mapToInt(FakeServer::weight).sum();
        for (FakeServer server : pool.servers()) {
            double share = server.weight() / sum;
            double off = Math.abs(counts[(int) server.ordinal()] - picks * share);
            assertTrue(off <= 1 + n * share + 1e-6, server + " is off by " + off + ", bound " + (1 + n * share));
        }
    }
}
