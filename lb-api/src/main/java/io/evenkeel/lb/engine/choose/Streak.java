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

    public Streak(Runnable whenLong) {
        this.whenLong = whenLong;
    }

    /** How many failures are a long row, 0 for never; begins anew if that changes. Control thread. */
    public void limit(int value) {
        if (value != limit) {
            limit = value;
            failures.set(0);
        }
    }

    /** Whether the row is still there that the control loop heard of. */
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

    public void broken() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }
}
