package io.evenkeel.lb.engine.choose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.TimeSource;
import org.junit.jupiter.api.Test;

class MemberStatsTest {

    private static final int WORKERS = 3;

    private final MemberStats stats = new MemberStats(WORKERS);

    @Test
    void addsUpTheWorkersCells() {
        for (int w = 0; w < WORKERS; w++) {
            Worker worker = new Worker(w, RandomSource.system(), TimeSource.system());
            stats.add(worker, MemberStats.BYTES_IN, 10 + w);
            stats.add(worker, MemberStats.BYTES_IN, 100);
            stats.add(worker, MemberStats.FAILURES, 1);
        }
        assertEquals(333, stats.sum(MemberStats.BYTES_IN));
        assertEquals(3, stats.sum(MemberStats.FAILURES));
        assertEquals(0, stats.sum(MemberStats.BYTES_OUT));
        assertEquals(0, stats.sum(MemberStats.CONNECTIONS));
    }

    @Test
    void losesNothingToOtherWorkers() throws InterruptedException {
        Thread[] threads = new Thread[WORKERS];
        for (int w = 0; w < WORKERS; w++) {
            Worker worker = new Worker(w, RandomSource.system(), TimeSource.system());
            threads[w] = new Thread(() -> {
                for (int i = 0; i < 100_000; i++) {
                    stats.add(worker, MemberStats.CONNECTIONS, 1);
                }
            });
            threads[w].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(300_000, stats.sum(MemberStats.CONNECTIONS));
    }
}
