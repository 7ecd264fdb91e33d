package io.evenkeel.lb.persist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.persist.AffinityTable.Lookup;
import io.evenkeel.lb.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryAffinityTableTest {

    private static final AffinityKey KEY = new AffinityKey(1, 2);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // passes the clock's end
    private final TimeSource time = new TimeSource() {
        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public Instant instant() {
            throw new AssertionError("not for measuring");
        }
    };
    private final AffinityTable table = AffinityTable.inMemory(Duration.ofSeconds(10), 1000, time);

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private String host(AffinityKey key) {
        List<String> answers = new ArrayList<>();
        assertEquals(Lookup.ANSWERED, table.lookup(key, answers::add));
        assertEquals(1, answers.size());
        return answers.get(0);
    }

    private static void refused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void answersAtOnce() {
        assertNull(host(KEY));
        table.bind(KEY, "a", null);
        assertEquals("a", host(KEY));
        assertEquals("a", host(new AffinityKey(1, 2)));
        assertNull(host(new AffinityKey(2, 1)));
    }

    @Test
    void bindsWhatIsAsExpectedOnly() {
        table.bind(KEY, "a", null);
        table.bind(KEY, "b", null);
        assertEquals("a", host(KEY));
        table.bind(KEY, "b", "c");
        assertEquals("a", host(KEY));
        table.bind(KEY, "b", "a");
        assertEquals("b", host(KEY));
        table.bind(new AffinityKey(7, 7), "a", "b"); // has been forgotten meanwhile
        assertNull(host(new AffinityKey(7, 7)));
    }

    @Test
    void forgetsWhatIsNotUsed() {
        table.bind(KEY, "a", null);
        pass(9);
        assertEquals("a", host(KEY));
        pass(9);
        assertEquals("a", host(KEY));
        pass(10);
        assertNull(host(KEY));
    }

    @Test
    void bindingIsAUse() {
        table.bind(KEY, "a", null);
        pass(9);
        table.bind(KEY, "b", "a");
        pass(9);
        assertEquals("b", host(KEY));
    }

    @Test
    void touchingIsAUseAndNoLookup() {
        table.bind(KEY, "a", null);
        pass(9);
        table.touch(KEY);
        pass(9);
        table.touch(KEY);
        pass(9);
        AffinityStatistics before = table.statistics();
        assertEquals(0, before.hits() + before.misses());
        assertEquals("a", host(KEY));
        pass(10);
        table.touch(KEY); // too late
        assertNull(host(KEY));
    }

    @Test
    void whatWasForgottenCanBeBoundAnew() {
        table.bind(KEY, "a", null);
        pass(10);
        table.bind(KEY, "b", null);
        assertEquals("b", host(KEY));
    }

    @Test
    void countsHitsMissesAndEntries() {
        host(KEY);
        table.bind(KEY, "a", null);
        host(KEY);
        host(KEY);
        AffinityStatistics statistics = table.statistics();
        assertEquals("1 entries, 2 hits, 1 misses, 0 evictions", statistics.toString());
        pass(10);
        assertEquals(0, table.statistics().entries());
        assertEquals(0, table.statistics().evictions());
    }

    @Test
    void staysWithinItsBoundAndCountsEvictions() {
        for (int i = 0; i < 10_000; i++) {
            table.bind(new AffinityKey(0, i), "a", null);
        }
        AffinityStatistics statistics = table.statistics();
        assertTrue(statistics.entries() <= 1000, statistics.toString());
        assertTrue(statistics.entries() >= 900, statistics.toString());
        assertEquals(10_000, statistics.entries() + statistics.evictions());
    }

    @Test
    void aFloodOfNewClientsDoesNotPushOutThoseWhoComeAgain() {
        for (int i = 0; i < 500; i++) {
            table.bind(new AffinityKey(1, i), "a", null);
        }
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 500; i++) {
                host(new AffinityKey(1, i));
            }
            for (int i = 0; i < 500; i++) {
                AffinityKey stranger = new AffinityKey(2, round * 500L + i);
                host(stranger);
                table.bind(stranger, "b", null);
            }
        }
        int known = 0;
        for (int i = 0; i < 500; i++) {
            known += host(new AffinityKey(1, i)) == null ? 0 : 1;
        }
        assertTrue(known > 450, known + " of 500");
    }

    @Test
    void ofThoseWhoRaceOneDecides() throws InterruptedException {
        int threads = 4;
        for (int round = 0; round < 200; round++) {
            AffinityKey key = new AffinityKey(3, round);
            String[] seen = new String[threads];
            CountDownLatch start = new CountDownLatch(1);
            Thread[] racers = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                int own = i;
                racers[i] = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    table.bind(key, "host" + own, null);
                    table.lookup(key, found -> seen[own] = found);
                });
                racers[i].start();
            }
            start.countDown();
            for (Thread racer : racers) {
                racer.join();
            }
            assertEquals(1, Arrays.stream(seen).distinct().count(), Arrays.toString(seen));
        }
    }

    @Test
    void refusesWhatIsOutsideItsRanges() {
        refused(
                "persistence timeout: 999ms is not allowed; allowed: 1s to 2419200s",
                () -> AffinityTable.inMemory(Duration.ofMillis(999), 1));
        refused(
                "persistence timeout: 2419200001ms is not allowed; allowed: 1s to 2419200s",
                () -> AffinityTable.inMemory(Duration.ofDays(28).plusMillis(1), 1));
        refused(
                "persistence entries: 0 is not allowed; allowed: 1 to 100000000",
                () -> AffinityTable.inMemory(Duration.ofSeconds(1), 0));
        refused(
                "persistence entries: 100000001 is not allowed; allowed: 1 to 100000000",
                () -> AffinityTable.inMemory(Duration.ofSeconds(1), 100_000_001));
        AffinityTable.inMemory(Duration.ofDays(28), 100_000_000);
        AffinityTable one = AffinityTable.inMemory(Duration.ofSeconds(1), 1);
        one.bind(KEY, "a", null);
        assertEquals(1, one.statistics().entries());
    }
}
