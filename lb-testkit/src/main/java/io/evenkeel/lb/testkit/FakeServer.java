package io.evenkeel.lb.testkit;

import io.evenkeel.lb.spi.ServerView;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A member that a scheduler's test holds in its hand. The view is immutable but for what is in flight; a changed weight
 * makes a new view of the same member, with the same ordinal and the same count in flight.
 *
 * <p>Threads: safe.
 */
public final class FakeServer implements ServerView {

    private final long ordinal;
    private final int weight;
    private final int priority;
    private final int limit;
    private final AtomicInteger inFlight;

    FakeServer(long ordinal, int weight, int priority, int limit, AtomicInteger inFlight) {
        this.ordinal = ordinal;
        this.weight = weight;
        this.priority = priority;
        this.limit = limit;
        this.inFlight = inFlight;
    }

    @Override
    public String id() {
        return "s" + ordinal;
    }

    @Override
    public long ordinal() {
        return ordinal;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * Sets what is in flight.
     *
     * @param value 0 or more
     */
    public void inFlight(int value) {
        inFlight.set(value);
    }

    /**
     * Counts one more in flight.
     *
     * @return this server
     */
    public FakeServer hold() {
        inFlight.incrementAndGet();
        return this;
    }

    /** Counts one less in flight. */
    public void release() {
        inFlight.decrementAndGet();
    }

    boolean isFull() {
        return limit != 0 && inFlight.get() >= limit;
    }

    FakeServer withWeight(int changed) {
        return new FakeServer(ordinal, changed, priority, limit, inFlight);
    }

    /** For example {@code s3 weight 100}. */
    @Override
    public String toString() {
        return id() + " weight " + weight;
    }
}
