package io.evenkeel.lb.netty.loop;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes a balancer may hold that were read and are not yet written. When it is spent, every loop pauses reading;
 * when three quarters are left in use, they resume. Only bytes that a full socket refused are charged, so a relay that
 * keeps up never touches the count. Any thread.
 */
public final class ByteBudget {

    private final long limit;
    private final long resumeAt;
    private final AtomicLong used = new AtomicLong();
    private final Runnable onChange;
    private volatile boolean spent;

    /**
     * A budget.
     *
     * @param limit in bytes, 1 or more
     * @param onChange told, on the thread that caused it, each time {@link #isSpent()} changes
     */
    public ByteBudget(long limit, Runnable onChange) {
        this.limit = limit;
        this.resumeAt = limit - limit / 4;
        this.onChange = onChange;
    }

    /**
     * Charges bytes, or gives them back.
     *
     * @param bytes may be negative
     */
    public void charge(long bytes) {
        if (bytes == 0) {
            return;
        }
        long now = used.addAndGet(bytes);
        if (spent ? now <= resumeAt : now >= limit) {
            decide();
        }
    }

    /**
     * Whether reading is to pause.
     *
     * @return true from the limit down to three quarters of it
     */
    public boolean isSpent() {
        return spent;
    }

    /**
     * Whether so much is held that nobody should read more at once than needed.
     *
     * @return true above a quarter of the limit
     */
    public boolean isScarce() {
        return used.get() > limit / 4;
    }

    /**
     * The bytes held now.
     *
     * @return 0 or more
     */
    public long used() {
        return used.get();
    }

    private synchronized void decide() {
        long now = used.get();
        boolean next = spent ? now > resumeAt : now >= limit;
        if (next != spent) {
            spent = next;
            onChange.run();
        }
    }
}
