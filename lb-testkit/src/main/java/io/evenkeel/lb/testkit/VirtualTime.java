package io.evenkeel.lb.testkit;

import io.evenkeel.lb.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until the test moves it, and the serial executor that lives by it.
 *
 * <p>{@link #advance} walks from one due task to the next, so that each task sees the time it was scheduled for; tasks
 * due at the same time run in the order in which they were submitted. Tasks run on the thread that calls
 * {@code advance} or {@link #runReady}, and nothing runs before: {@code execute} only queues.
 *
 * <p>A task that throws does not stop the others; the call that ran it throws an {@link AssertionError} afterwards, with
 * the task's exception as its cause and those of later tasks suppressed. What was submitted with {@code submit}, or
 * scheduled as a {@code Callable}, keeps its exception in its future instead.
 *
 * <p>Threads: one thread, the test's, moves the time. Any thread may submit and cancel tasks and read the clock.
 */
public final class VirtualTime implements TimeSource {

    private static final Instant DEFAULT_START = Instant.parse("2024-01-01T00:00:00Z");

    /** Far more than any test needs; a task that queues itself again for ever is stopped here. */
    private static final int MAX_TASKS_PER_CALL = 1_000_000;

    private final long startNanos;
    private final Instant startInstant;
    private final VirtualExecutor executor = new VirtualExecutor(this);
    private final PriorityQueue<VirtualTask<?>> queue = new PriorityQueue<>();
    private final List<Throwable> failures = new ArrayList<>();
    private volatile long now;
    private volatile Thread mover = Thread.currentThread();
    private volatile boolean running;

    private VirtualTime(long startNanos, Instant startInstant) {
        this.startNanos = startNanos;
        this.startInstant = startInstant;
        this.now = startNanos;
    }

    /**
     * A clock that starts at nanosecond 0, on 2024-01-01 at midnight UTC.
     *
     * @return the new clock
     */
    public static VirtualTime create() {
        return startingAt(0, DEFAULT_START);
    }

    /**
     * A clock that starts at the given readings. A start near {@link Long#MAX_VALUE} shows whether the code under test
     * compares times by their difference, as {@link System#nanoTime} demands.
     *
     * @param nanoTime the first reading of {@link #nanoTime}, any value
     * @param instant the first reading of {@link #instant}
     * @return the new clock
     */
    public static VirtualTime startingAt(long nanoTime, Instant instant) {
        return new VirtualTime(nanoTime, instant);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant instant() {
        return startInstant.plusNanos(now - startNanos);
    }

    /**
     * The executor whose tasks run when this clock is moved; always the same one. After {@code shutdown} it refuses new
     * tasks and forgets the periodic ones; {@code awaitTermination} lets virtual time pass.
     *
     * @return the executor
     */
    public ScheduledExecutorService executor() {
        return executor;
    }

    /**
     * How many tasks are queued, due or not. A cancelled task is not; a periodic task counts as one.
     *
     * @return the number of tasks
     */
    public int pendingTasks() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /**
     * How far it is to the next task, for whoever has to go no further.
     *
     * @return zero for a task that is due already, empty when none is queued
     */
    public Optional<Duration> untilNextTask() {
        synchronized (queue) {
            return Optional.ofNullable(queue.peek()).map(task -> Duration.ofNanos(Math.max(0, task.due() - now)));
        }
    }

    /**
     * Runs all tasks that are due now, and those they add, without moving the time.
     *
     * @return how many tasks ran
     * @throws AssertionError if a task threw, or if tasks add tasks without end
     * @throws IllegalStateException if called from within a task
     */
    public int runReady() {
        return advance(Duration.ZERO);
    }

    /**
     * Moves the time forward, running each task at the time it is due.
     *
     * @param duration how far; zero or more
     * @return how many tasks ran
     * @throws IllegalArgumentException if {@code duration} is negative
     * @throws AssertionError if a task threw, or if tasks add tasks without end
     * @throws IllegalStateException if called from within a task
     */
    public int advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: zero or more)");
        }
        return runUntil(now + duration.toNanos(), false);
    }

    /** Runs what is due up to {@code target}; if {@code stopWhenIdle}, the time stays where the last task left it. */
    int runUntil(long target, boolean stopWhenIdle) {
        if (running) {
            throw new IllegalStateException("a task must not move the time it lives by");
        }
        running = true;
        mover = Thread.currentThread();
        int count = 0;
        try {
            for (VirtualTask<?> task = poll(target); task != null; task = poll(target)) {
                if (++count > MAX_TASKS_PER_CALL) {
                    throw new AssertionError("more than " + MAX_TASKS_PER_CALL + " tasks ran; they may add each other");
                }
                if (task.due() - now > 0) {
                    now = task.due();
                }
                task.run();
            }
            if (!stopWhenIdle || pendingTasks() > 0) {
                now = target;
            }
        } finally {
            running = false;
        }
        rethrow();
        return count;
    }

    boolean isRunning() {
        return running;
    }

    /** Refuses a wait that could not end: the thread that waits is the one that would have to move the time. */
    void checkMayWaitFor(VirtualTask<?> task) {
        if (!task.isDone() && mover == Thread.currentThread()) {
            throw new IllegalStateException("this task has not run: move the time first");
        }
    }

    void add(VirtualTask<?> task) {
        synchronized (queue) {
            queue.add(task);
        }
    }

    void remove(VirtualTask<?> task) {
        synchronized (queue) {
            queue.remove(task);
        }
    }

    List<VirtualTask<?>> tasks() {
        synchronized (queue) {
            return new ArrayList<>(queue);
        }
    }

    void failed(Throwable failure) {
        failures.add(failure);
    }

    private @Nullable VirtualTask<?> poll(long target) {
        synchronized (queue) {
            VirtualTask<?> head = queue.peek();
            return head == null || head.due() - target > 0 ? null : queue.poll();
        }
    }

    private void rethrow() {
        if (failures.isEmpty()) {
            return;
        }
        AssertionError error = new AssertionError(failures.size() + " task(s) failed in virtual time", failures.get(0));
        failures.subList(1, failures.size()).forEach(error::addSuppressed);
        failures.clear();
        throw error;
    }
}
