package io.evenkeel.lb.engine.choose;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A member's failures in a row, from all workers. In good times it is only read; the control loop hears of it when the
 * row is long enough, and not before.
 */
public final class Streak {

    private final AtomicInteger failures = new AtomicInteger();
    private final Runnable whenLong;
    private volatile int limit;

    /**
     * No failure yet, and no limit.
     *
     * @param whenLong called by the worker that makes the row long
     */
    public Streak(Runnable whenLong) {
        this.whenLong = whenLong;
    }

    /**
     * Sets how many failures are a long row; begins anew if that changes. Control thread.
     *
     * @param value 0 for never
     */
    public void limit(int value) {
        if (value != limit) {
            limit = value;
            failures.set(0);
        }
    }

    /**
     * Whether the row is still there that the control loop heard of.
     *
     * @return false once a success has broken it
     */
    public boolean isLong() {
        int now = limit;
        return now != 0 && failures.get() >= now;
    }

    void failed() {
        int now = limit;
        if (now != 0 && failures.incrementAndGet() == now) {
            whenLong.run();
        }
    }

    /** Something went well: the row begins anew. */
    public void broken() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }
}
