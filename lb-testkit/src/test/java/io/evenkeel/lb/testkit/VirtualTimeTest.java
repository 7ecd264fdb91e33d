package io.evenkeel.lb.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualTimeTest {

    private final VirtualTime time = VirtualTime.create();
    private final ScheduledExecutorService executor = time.executor();
    private final List<String> log = new ArrayList<>();

    @Test
    void standsStillUntilMoved() {
        long before = time.nanoTime();
        Instant then = time.instant();

        time.advance(Duration.ofSeconds(3));

        assertEquals(3_000_000_000L, time.nanoTime() - before);
        assertEquals(then.plusSeconds(3), time.instant());
    }

    @Test
    void executeOnlyQueues() {
        executor.execute(() -> log.add("a"));
        assertEquals(List.of(), log);
        assertEquals(1, time.pendingTasks());

        assertEquals(1, time.runReady());
        assertEquals(List.of("a"), log);
        assertEquals(0, time.pendingTasks());
    }

    @Test
    void runsWhatTasksAddInTheOrderOfSubmission() {
        executor.execute(() -> {
            log.add("a");
            executor.execute(() -> log.add("c"));
        });
        executor.execute(() -> log.add("b"));

        assertEquals(3, time.runReady());
        assertEquals(List.of("a", "b", "c"), log);
    }

    @Test
    void eachTaskSeesTheTimeItWasScheduledFor() {
        schedule("late", 30);
        schedule("early", 10);
        after(10, () -> schedule("added", 5));

        time.advance(Duration.ofMillis(20));
        assertEquals(List.of("early@10", "added@15"), log);

        time.advance(Duration.ofMillis(20));
        assertEquals(List.of("early@10", "added@15", "late@30"), log);
        assertEquals(Duration.ofMillis(40).toNanos(), time.nanoTime());
    }

    @Test
    void tellsHowFarItIsToTheNextTask() {
        assertEquals(Optional.empty(), time.untilNextTask());
        schedule("b", 30);
        Future<?> first = executor.schedule(() -> log.add("a"), 10, MILLISECONDS);
        assertEquals(Optional.of(Duration.ofMillis(10)), time.untilNextTask());

        time.advance(Duration.ofMillis(4));
        assertEquals(Optional.of(Duration.ofMillis(6)), time.untilNextTask());

        first.cancel(false);
        assertEquals(Optional.of(Duration.ofMillis(26)), time.untilNextTask());
        executor.execute(() -> log.add("now"));
        assertEquals(Optional.of(Duration.ZERO), time.untilNextTask());
    }

    @Test
    void aTaskDueAtTheVeryEndRuns() {
        schedule("a", 10);
        time.advance(Duration.ofMillis(10).minusNanos(1));
        assertEquals(List.of(), log);

        time.advance(Duration.ofNanos(1));
        assertEquals(List.of("a@10"), log);
    }

    @Test
    void negativeDelaysAreDueNowAndKeepTheirPlace() {
        executor.execute(() -> log.add("first"));
        after(-5, () -> log.add("second"));
        after(0, () -> log.add("third"));

        time.runReady();
        assertEquals(List.of("first", "second", "third"), log);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE - 5_000_000, Long.MAX_VALUE, Long.MIN_VALUE, -5_000_000, 0})
    void passesTheEndOfLong(long start) {
        VirtualTime wrapping = VirtualTime.startingAt(start, Instant.EPOCH);
        ScheduledExecutorService executor = wrapping.executor();
        List<Future<?>> futures = List.of(
                executor.schedule(() -> log.add("b"), 10, MILLISECONDS),
                executor.schedule(() -> log.add("a"), 1, MILLISECONDS),
                executor.schedule(() -> log.add("never"), Long.MAX_VALUE, MILLISECONDS));
        assertEquals(start, wrapping.nanoTime());

        wrapping.advance(Duration.ofMillis(20));

        assertEquals(List.of("a", "b"), log);
        assertEquals(
                List.of(true, true, false), futures.stream().map(Future::isDone).toList());
        assertEquals(20_000_000L, wrapping.nanoTime() - start);
        assertEquals(Instant.ofEpochMilli(20), wrapping.instant());
    }

    @Test
    void aThrowingTaskStopsNoOther() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        executor.execute(() -> {
            throw first;
        });
        after(1, () -> {
            throw second;
        });
        schedule("after", 2);

        AssertionError error = assertThrows(AssertionError.class, () -> time.advance(Duration.ofMillis(5)));

        assertSame(first, error.getCause());
        assertSame(second, error.getSuppressed()[0]);
        assertEquals(List.of("after@2"), log);
        assertEquals(Duration.ofMillis(5).toNanos(), time.nanoTime());
        assertEquals(0, time.runReady());
    }

    @Test
    void endlessTasksAreStopped() {
        executor.execute(new Runnable() {
            @Override
            public void run() {
                executor.execute(this);
            }
        });
        assertThrows(AssertionError.class, time::runReady);
    }

    @Test
    void aTaskMustNotMoveTheTime() {
        executor.execute(() -> time.advance(Duration.ofMillis(1)));
        AssertionError error = assertThrows(AssertionError.class, time::runReady);
        assertInstanceOf(IllegalStateException.class, error.getCause());
    }

    @Test
    void timeNeverGoesBack() {
        assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofMillis(-1)));
    }

    @Test
    void otherThreadsMaySubmit() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 1000; n++) {
                    executor.execute(() -> log.add("x"));
                }
            });
            threads.add(thread);
            thread.start();
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            time.advance(Duration.ofMillis(1));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        time.runReady();
        assertEquals(4000, log.size());
    }

    private void schedule(String name, long millis) {
        after(
                millis,
                () -> log.add(name + "@" + Duration.ofNanos(time.nanoTime()).toMillis()));
    }

    private void after(long millis, Runnable task) {
        var unused = executor.schedule(task, millis, MILLISECONDS);
    }
}
