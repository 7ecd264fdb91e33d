package io.evenkeel.lb.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what another thread or the kernel is about to do and nobody signals. Polls about once a millisecond; where
 * there is something to wait on (a latch, a {@code TcpServer}'s own {@code await…}), prefer that.
 */
public final class Eventually {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Eventually() {}

    /**
     * Waits until a condition holds.
     *
     * @param what the condition in words, for the failure's message
     * @param timeout how long to wait at most; the condition is tried at least once
     * @param condition called on this thread, repeatedly
     * @throws AssertionError if it did not hold in time, or this thread is interrupted (the flag stays set)
     */
    public static void await(String what, Duration timeout, BooleanSupplier condition) {
        poll(timeout, condition, () -> what);
    }

    /**
     * Waits until a value is the expected one.
     *
     * @param <T> the value's type
     * @param what the value in words, for the failure's message
     * @param expected what it should become
     * @param timeout how long to wait at most; the value is read at least once
     * @param actual called on this thread, repeatedly
     * @throws AssertionError if it did not become equal in time (the message shows the last value), or this thread is
     *     interrupted (the flag stays set)
     */
    public static <T> void awaitEqual(String what, T expected, Duration timeout, Supplier<? extends T> actual) {
        poll(
                timeout,
                () -> Objects.equals(expected, actual.get()),
                () -> what + " to be " + expected + ", last seen " + actual.get());
    }

    private static void poll(Duration timeout, BooleanSupplier condition, Supplier<String> what) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            // An interrupted thread does not park, so without this check it would spin.
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for: " + what.get());
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError("not within " + timeout.toMillis() + " ms: " + what.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
