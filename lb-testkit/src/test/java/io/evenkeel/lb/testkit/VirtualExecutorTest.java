package io.evenkeel.lb.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;

class VirtualExecutorTest {

    private final VirtualTime time = VirtualTime.create();
    private final ScheduledExecutorService executor = time.executor();
    private final List<Long> runs = new ArrayList<>();

    @Test
    void fixedRateCountsFromDueTimeToDueTime() {
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(this::mark, 5, 10, MILLISECONDS);

        time.advance(Duration.ofMillis(30));

        assertEquals(List.of(5L, 15L, 25L), runs);
        assertEquals(1, time.pendingTasks());
        assertEquals(5, future.getDelay(MILLISECONDS));
    }

    @Test
    void fixedDelayCountsFromTheEnd() {
        var unused = executor.scheduleWithFixedDelay(this::mark, 0, 10, MILLISECONDS);

        time.advance(Duration.ofMillis(20));

        assertEquals(List.of(0L, 10L, 20L), runs);
    }

    @Test
    void periodsMustBePositive() {
        assertThrows(
                IllegalArgumentException.class, () -> executor.scheduleAtFixedRate(this::mark, 0, 0, MILLISECONDS));
        assertThrows(
                IllegalArgumentException.class, () -> executor.scheduleWithFixedDelay(this::mark, 0, -1, MILLISECONDS));
    }

    @Test
    void cancelRemoves() {
        ScheduledFuture<?> once = executor.schedule(this::mark, 1, MILLISECONDS);
        ScheduledFuture<?> periodic = executor.scheduleAtFixedRate(this::mark, 1, 1, MILLISECONDS);
        assertEquals(2, time.pendingTasks());

        assertTrue(once.cancel(true));
        assertTrue(periodic.cancel(true));

        assertEquals(0, time.pendingTasks());
        assertFalse(once.cancel(true));
        time.advance(Duration.ofMillis(5));
        assertEquals(List.of(), runs);
    }

    @Test
    void aPeriodicTaskMayCancelItself() {
        List<ScheduledFuture<?>> self = new ArrayList<>();
        self.add(executor.scheduleAtFixedRate(
                () -> {
                    mark();
                    self.get(0).cancel(true);
                },
                1,
                1,
                MILLISECONDS));

        time.advance(Duration.ofMillis(5));

        assertEquals(List.of(1L), runs);
        assertEquals(0, time.pendingTasks());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aPeriodicTaskThatThrowsIsOver() {
        var unused = executor.scheduleAtFixedRate(
                () -> {
                    mark();
                    throw new IllegalStateException("told to");
                },
                1,
                1,
                MILLISECONDS);

        assertThrows(AssertionError.class, () -> time.advance(Duration.ofMillis(5)));
        assertEquals(List.of(1L), runs);
        assertEquals(0, time.pendingTasks());
    }

    @Test
    void whatIsSubmittedKeepsItsFailureInItsFuture() throws Exception {
        IllegalStateException failure = new IllegalStateException("told to");
        Future<String> fine = executor.submit(() -> "fine");
        Future<String> failed = executor.submit(() -> {
            throw failure;
        });
        Future<String> later = executor.schedule(() -> "later", 1, SECONDS);

        time.advance(Duration.ofSeconds(1));

        assertEquals("fine", fine.get());
        assertEquals("later", later.get(0, SECONDS));
        assertSame(failure, assertThrows(ExecutionException.class, failed::get).getCause());
    }

    @Test
    void aWaitThatCouldNotEndIsRefused() {
        Future<String> future = executor.submit(() -> "x");
        assertThrows(IllegalStateException.class, future::get);
        assertThrows(IllegalStateException.class, () -> future.get(1, SECONDS));
    }

    @Test
    void shutdownLetsDelayedTasksRunAndForgetsPeriodicOnes() {
        var periodic = executor.scheduleAtFixedRate(this::mark, 1, 1, MILLISECONDS);
        var delayed = executor.schedule(this::mark, 7, MILLISECONDS);

        executor.shutdown();

        assertTrue(periodic.isCancelled());
        assertTrue(executor.isShutdown());
        assertFalse(executor.isTerminated());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(this::mark));
        time.advance(Duration.ofMillis(10));
        assertTrue(delayed.isDone());
        assertEquals(List.of(7L), runs);
        assertTrue(executor.isTerminated());
    }

    @Test
    void aPeriodicTaskThatShutsDownIsNotRepeated() {
        var unused = executor.scheduleAtFixedRate(executor::shutdown, 1, 1, MILLISECONDS);
        time.advance(Duration.ofMillis(5));
        assertTrue(executor.isTerminated());
    }

    @Test
    void shutdownNowHandsTheTasksBack() {
        executor.execute(this::mark);
        var delayed = executor.schedule(this::mark, 7, MILLISECONDS);

        List<Runnable> left = executor.shutdownNow();

        assertEquals(2, left.size());
        assertTrue(left.contains(delayed));
        assertTrue(executor.isTerminated());
        assertEquals(0, time.advance(Duration.ofMillis(10)));
    }

    @Test
    void awaitingTerminationLetsTimePass() throws InterruptedException {
        var unused = executor.schedule(this::mark, 7, MILLISECONDS);
        executor.shutdown();

        assertFalse(executor.awaitTermination(5, MILLISECONDS));
        assertTrue(executor.awaitTermination(5, MILLISECONDS));

        assertEquals(List.of(7L), runs);
        assertEquals(Duration.ofMillis(7).toNanos(), time.nanoTime());
    }

    private void mark() {
        runs.add(Duration.ofNanos(time.nanoTime()).toMillis());
    }
}
