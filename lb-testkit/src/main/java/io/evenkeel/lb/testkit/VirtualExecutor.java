package io.evenkeel.lb.testkit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Turns what is submitted into {@link VirtualTask}s; {@link VirtualTime} runs them. */
final class VirtualExecutor extends AbstractExecutorService implements ScheduledExecutorService {

    /** Due times further apart than this could not be compared by their difference. */
    private static final long MAX_DELAY = Long.MAX_VALUE >> 1;

    private final VirtualTime time;
    private final AtomicLong sequence = new AtomicLong();
    private volatile boolean shutdown;

    VirtualExecutor(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable command) {
        // What submit() made is a task already, and its failure belongs to its future.
        add(command instanceof VirtualTask<?> task ? task : task(Executors.callable(command), 0, 0, true));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return enqueue(task(Executors.callable(command), unit.toNanos(delay), 0, true));
    }

    @Override
    public <V extends @Nullable Object> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return enqueue(task(callable, unit.toNanos(delay), 0, false));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return enqueue(
                task(Executors.callable(command), unit.toNanos(initialDelay), positive("period", period, unit), true));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return enqueue(
                task(Executors.callable(command), unit.toNanos(initialDelay), -positive("delay", delay, unit), true));
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return task(Executors.callable(runnable, value), 0, 0, false);
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return task(callable, 0, 0, false);
    }

    /** As the scheduled executor of the JDK does: delayed tasks still run, periodic ones do not. */
    @Override
    public void shutdown() {
        shutdown = true;
        for (VirtualTask<?> task : time.tasks()) {
            if (task.isPeriodic()) {
                task.cancel(false);
            }
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<VirtualTask<?>> tasks = time.tasks();
        tasks.forEach(time::remove);
        return new ArrayList<>(tasks);
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && !time.isRunning() && time.pendingTasks() == 0;
    }

    /** Waiting is the passing of time, so it moves the clock, but no further than the last task needs. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        // Within a task it cannot come true: the task that asks has not ended.
        if (!time.isRunning() && !isTerminated()) {
            time.runUntil(time.nanoTime() + Math.min(unit.toNanos(timeout), MAX_DELAY), shutdown);
        }
        return isTerminated();
    }

    private <V extends @Nullable Object> VirtualTask<V> task(
            Callable<V> callable, long delay, long period, boolean reportsFailure) {
        long due = time.nanoTime() + Math.max(0, Math.min(delay, MAX_DELAY));
        return new VirtualTask<>(time, sequence.getAndIncrement(), callable, due, period, reportsFailure);
    }

    private <V extends @Nullable Object> VirtualTask<V> enqueue(VirtualTask<V> task) {
        add(task);
        return task;
    }

    private void add(VirtualTask<?> task) {
        if (shutdown) {
            throw new RejectedExecutionException("the virtual executor is shut down");
        }
        time.add(task);
    }

    private static long positive(String name, long value, TimeUnit unit) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
        return Math.min(NANOSECONDS.convert(value, unit), MAX_DELAY);
    }
}
