package io.evenkeel.lb.testkit.tcp;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The lock that guards what a peer has recorded, and the bell that rings whenever it changes. */
final class Signal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    <T> T read(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Both functions run under the lock; {@code what} words the failure, so it may quote the present state. */
    void await(Duration timeout, BooleanSupplier condition, Supplier<String> what) {
        if (!awaitQuietly(timeout, condition)) {
            throw new AssertionError("not within " + timeout.toMillis() + " ms: " + read(what));
        }
    }

    boolean awaitQuietly(Duration timeout, BooleanSupplier condition) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        } finally {
            lock.unlock();
        }
    }
}
