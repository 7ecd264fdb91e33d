package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.ControlLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The loop is serial and keeps each caller's order, even on an executor that is not serial. */
class ControlLoopThreadsTest {

    private static final int CALLERS = 4;
    private static final int COMMANDS = 20_000;

    @Test
    void isSerialOnAPoolOfThreads() throws InterruptedException {
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
        ControlLoop loop = new ControlLoop(executor);
        // Neither is safe for use by several threads: the loop must be serial and pass each turn's writes on.
        int[] lastOfCaller = new int[CALLERS];
        List<String> wrong = new ArrayList<>();
        AtomicInteger publishedUpTo = new AtomicInteger();
        int[] done = {0};
        loop.onTurnEnd(() -> publishedUpTo.set(done[0]));
        CountDownLatch completed = new CountDownLatch(CALLERS * COMMANDS);
        Thread[] callers = new Thread[CALLERS];
        for (int c = 0; c < CALLERS; c++) {
            int caller = c;
            callers[c] = new Thread(() -> {
                for (int i = 1; i <= COMMANDS; i++) {
                    int number = i;
                    int[] seen = {0};
                    loop.submit(() -> {
                                if (lastOfCaller[caller] != number - 1) {
                                    wrong.add(caller + ": " + number + " after " + lastOfCaller[caller]);
                                }
                                lastOfCaller[caller] = number;
                                seen[0] = ++done[0];
                            })
                            .thenRun(() -> {
                                if (seen[0] != 0 && publishedUpTo.get() < seen[0]) {
                                    wrong.add("completed before publication");
                                }
                            })
                            .whenComplete((ok, e) -> completed.countDown());
                }
            });
            callers[c].start();
        }
        try {
            assertTrue(completed.await(60, TimeUnit.SECONDS));
            assertEquals(List.of(), wrong);
            assertEquals(CALLERS * COMMANDS, done[0]);
        } finally {
            executor.shutdownNow();
            for (Thread caller : callers) {
                caller.join();
            }
        }
    }
}
