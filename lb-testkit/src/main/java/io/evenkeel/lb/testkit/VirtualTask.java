package io.evenkeel.lb.testkit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One task in virtual time, ordered by when it is due and then by when it was made. */
final class VirtualTask<V extends @Nullable Object> extends FutureTask<V> implements RunnableScheduledFuture<V> {

    private final VirtualTime time;
    private final long sequence;
    private final long period;
    private final boolean reportsFailure;
    private volatile long due;

    /**
     * @param period nanoseconds from due time to due time, negative from end to due time, 0 for a task that runs once
     * @param reportsFailure whether nobody is expected to look at the future
     */
    VirtualTask(VirtualTime time, long sequence, Callable<V> callable, long due, long period, boolean reportsFailure) {
        super(callable);
        this.time = time;
        this.sequence = sequence;
        this.due = due;
        this.period = period;
        this.reportsFailure = reportsFailure;
    }

    long due() {
        return due;
    }

    @Override
    public boolean isPeriodic() {
        return period != 0;
    }

    @Override
    public void run() {
        if (period == 0) {
            super.run();
        } else if (super.runAndReset() && !time.executor().isShutdown()) {
            due = period > 0 ? due + period : time.nanoTime() - period;
            time.add(this);
        }
    }

    @Override
    protected void setException(Throwable failure) {
        super.setException(failure);
        if (reportsFailure) {
            time.failed(failure);
        }
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        time.checkMayWaitFor(this);
        return super.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        time.checkMayWaitFor(this);
        return super.get(timeout, unit);
    }

    /** Never interrupts: the thread that runs tasks is the test's own. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(false);
        time.remove(this);
        return cancelled;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - time.nanoTime(), NANOSECONDS);
    }

    /** By difference, because virtual time may pass {@link Long#MAX_VALUE}. */
    @Override
    public int compareTo(Delayed other) {
        VirtualTask<?> that = (VirtualTask<?>) other;
        long difference = due - that.due;
        return difference != 0 ? Long.signum(difference) : Long.compare(sequence, that.sequence);
    }
}
