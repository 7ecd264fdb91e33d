package io.evenkeel.lb.engine;

import io.evenkeel.lb.spi.Registration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every change is made: a serial loop on an executor, which need not be serial itself. One turn runs all tasks that
 * wait, then publishes once, then completes the commands of the turn. Tasks of one thread keep their order.
 */
public final class ControlLoop implements Executor {

    private static final Logger log = LoggerFactory.getLogger(ControlLoop.class);

    /** So that a flood of tasks delays publication by a bounded amount. */
    private static final int TASKS_PER_TURN = 1024;

    private final ScheduledExecutorService executor;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<Runnable> publishers = new ArrayList<>();
    private final ArrayDeque<Runnable> afterPublication = new ArrayDeque<>();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /**
     * A loop on the given executor, which it neither owns nor shuts down.
     *
     * @param executor runs the turns and keeps the time
     */
    public ControlLoop(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    /**
     * Adds something to do at the end of each turn, before commands complete. Before the first task only.
     *
     * @param publisher publishes what the turn changed
     */
    public void onTurnEnd(Runnable publisher) {
        publishers.add(publisher);
    }

    /**
     * Posts a task; any thread. After {@link #close()} it is dropped.
     *
     * @param task runs on the loop; what it throws is logged
     */
    @Override
    public void execute(Runnable task) {
        if (!closed) {
            tasks.add(task);
            wake();
        }
    }

    /**
     * Posts a command; any thread.
     *
     * @param command runs on the loop
     * @return completes after the command's changes have been published; fails with what the command throws, and with
     *     {@link IllegalStateException} when the loop is closed
     */
    public CompletionStage<Void> submit(Runnable command) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Command task = new Command(command, result);
        if (closed) {
            task.refuse();
        } else {
            tasks.add(task);
            wake();
        }
        return result.minimalCompletionStage();
    }

    /**
     * Runs a task on the loop after a delay.
     *
     * @param task runs on the loop
     * @param delay 0 or more
     * @return cancels it
     */
    public Registration schedule(Runnable task, Duration delay) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Runnable unlessCancelled = () -> {
            if (!cancelled.get()) {
                task.run();
            }
        };
        try {
            Future<?> timer = executor.schedule(() -> execute(unlessCancelled), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> {
                cancelled.set(true);
                timer.cancel(false);
            };
        } catch (RejectedExecutionException e) {
            log.debug("the control executor was shut down", e);
            return () -> {};
        }
    }

    /**
     * Runs something after the publication of this turn. Control thread only.
     *
     * @param action for example the delivery of an event
     */
    public void afterPublication(Runnable action) {
        afterPublication.add(action);
    }

    /**
     * Whether the caller is on the loop.
     *
     * @return true on the control thread, during a turn
     */
    public boolean inLoop() {
        return thread == Thread.currentThread();
    }

    /** Refuses what comes from now on; tasks that wait already still run. Any thread. */
    public void close() {
        closed = true;
    }

    private void wake() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::turn);
            } catch (RejectedExecutionException e) {
                abandon(e);
            }
        }
    }

    /** The executor's owner has shut it down: nobody will run what waits. Callers may be on the data path. */
    private void abandon(RejectedExecutionException cause) {
        if (!closed) {
            log.warn("the control executor was shut down; from now on nothing changes", cause);
            closed = true;
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            if (task instanceof Command command) {
                command.refuse();
            }
        }
        scheduled.set(false);
        if (!tasks.isEmpty()) {
            wake();
        }
    }

    private void turn() {
        thread = Thread.currentThread();
        try {
            for (int i = 0; i < TASKS_PER_TURN; i++) {
                Runnable task = tasks.poll();
                if (task == null) {
                    break;
                }
                guard(task);
            }
            publishers.forEach(ControlLoop::guard);
            for (Runnable next = afterPublication.poll(); next != null; next = afterPublication.poll()) {
                guard(next);
            }
        } finally {
            thread = null;
            scheduled.set(false);
            if (!tasks.isEmpty()) {
                wake();
            }
        }
    }

    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("a control task failed", e);
        }
    }

    /** A task that somebody waits for. */
    private final class Command implements Runnable {
        private final Runnable work;
        private final CompletableFuture<Void> result;

        Command(Runnable work, CompletableFuture<Void> result) {
            this.work = work;
            this.result = result;
        }

        @Override
        public void run() {
            try {
                work.run();
                afterPublication.add(() -> result.complete(null));
            } catch (Throwable e) { // whatever it is, who waits must hear of it
                afterPublication.add(() -> result.completeExceptionally(e));
            }
        }

        void refuse() {
            result.completeExceptionally(new IllegalStateException("the load balancer is closed"));
        }
    }
}
