package io.evenkeel.lb.netty.loop;

import org.jspecify.annotations.Nullable;

/**
 * Something that ends when its time is over. It may move its deadline at any time, later or earlier: the wheel asks when it
 * comes by, at the latest when the deadline that it last saw is over. All on the loop's thread.
 */
public abstract class Deadline {

    @Nullable
    Deadline next;

    @Nullable
    Deadline previous;

    int slot = NOT_IN_WHEEL;

    static final int NOT_IN_WHEEL = -1;

    /** Not in any wheel. */
    protected Deadline() {}

    /**
     * When its time is over, on the wheel's clock.
     *
     * @return nanoseconds
     */
    protected abstract long deadlineNanos();

    /** Its time is over; it is out of the wheel already. */
    protected abstract void expired();
}
