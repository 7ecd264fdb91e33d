package io.evenkeel.lb.testkit.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.FakePool;
import io.evenkeel.lb.testkit.FakeServer;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Least connections above 64 servers, where 64 are looked at; with fixed seeds. */
class LeastConnectionsSamplingTest {

    private static final int PICKS = 20_000;

    /** The promise in the Javadoc of {@code Scheduler.leastConnections}, whichever way the loads lie. */
    @ParameterizedTest
    @ValueSource(ints = {65, 100, 128, 200, 1000})
    void theBestFractionIsFound(int size) {
        for (boolean shuffled : new boolean[] {false, true}) {
            FakePool pool = pool(size);
            List<Integer> loads =
                    new ArrayList<>(IntStream.range(0, size).boxed().toList());
            if (shuffled) {
                Collections.shuffle(loads, new Random(size));
            }
            for (int i = 0; i < size; i++) {
                pool.servers().get(i).inFlight(loads.get(i));
            }
            int best5 = 0;
            int best10 = 0;
            for (int i = 0; i < PICKS; i++) {
                int rank = pool.pick(0).inFlight();
                best5 += rank < Math.ceil(size * 0.05) ? 1 : 0;
                best10 += rank < Math.ceil(size * 0.10) ? 1 : 0;
            }
            // 4 standard deviations below the promise: 0.54 % and 0.13 % of the picks.
            assertTrue(best5 >= PICKS * (0.96 - 0.0055), size + " servers: best 5 %: " + best5);
            assertTrue(best10 >= PICKS * (0.998 - 0.0013), size + " servers: best 10 %: " + best10);
        }
    }

    /** Idle servers are equal, so each gets its share: the chi-square statistic has size - 1 degrees of freedom. */
    @ParameterizedTest
    @ValueSource(ints = {65, 100, 128, 200, 1000})
    void equalsTakeTurns(int size) {
        FakePool pool = pool(size);
        int[] counts = new int[size];
        int picks = size * 100;
        for (int i = 0; i < picks; i++) {
            counts[(int) pool.pick(0).ordinal()]++;
        }
        // Parts that differ in size by one server make shares of 1/64/size-of-part.
        double chiSquare = 0;
        for (int part = 0; part < 64; part++) {
            int from = part * size / 64;
            int to = (part + 1) * size / 64;
            for (int i = from; i < to; i++) {
                double share = picks / 64.0 / (to - from);
                chiSquare += (counts[i] - share) * (counts[i] - share) / share;
            }
        }
        double deviation = Math.sqrt(2.0 * (size - 1));
        assertTrue(chiSquare < size - 1 + 5 * deviation, size + " servers: chi-square " + chiSquare);
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1000})
    void theOnlyOneThatAcceptsIsFoundBySearchingAll(int size) {
        FakePool pool = pool(size);
        for (FakeServer only : pool.servers()) {
            List<FakeServer> refused = new ArrayList<>(pool.servers());
            refused.remove(only);
            if (only.ordinal() % 37 == 0) {
                assertEquals(only, pool.pick(0, Set.copyOf(refused)));
            }
        }
    }

    private static FakePool pool(int size) {
        return new FakePool(Scheduler.leastConnections(), 1, worker -> ScriptedRandom.seeded(7)).fill(size);
    }
}
