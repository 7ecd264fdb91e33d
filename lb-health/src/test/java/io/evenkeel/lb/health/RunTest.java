package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunTest {

    private final ConcurrentLinkedQueue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
    private final Run run = new Run(Fixture.TARGET, Duration.ofSeconds(4), Fixture.NO_CONNECTOR, (from, verdict) -> {
        verdicts.add(verdict);
    });

    @Test
    void handsOnOneVerdictWhateverACheckSays() {
        run.start(chatty -> {
            chatty.fail("refused");
            chatty.fail("refused");
            chatty.succeed();
            return () -> {};
        });

        assertEquals(List.of(Verdict.failure("refused")), List.copyOf(verdicts));
    }

    @Test
    void handsOnNothingAfterItsEnd() {
        run.end();

        run.succeed();
        run.fail("too late");

        assertTrue(verdicts.isEmpty());
    }

    @Test
    void cancelsTheCheckOnce() {
        int[] cancelled = {0};
        run.start(check -> () -> cancelled[0]++);

        run.end();
        run.end();

        assertEquals(1, cancelled[0]);
    }

    @Test
    void oneVerdictOfManyThreads() throws InterruptedException {
        int threads = 8;
        CountDownLatch ready = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            pool.execute(() -> {
                ready.countDown();
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                run.succeed();
            });
        }
        pool.shutdown();

        assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        assertEquals(1, verdicts.size());
    }

    @Test
    void aCheckMayPassItsRunOn() {
        assertSame(run, Run.of(run));
    }
}
