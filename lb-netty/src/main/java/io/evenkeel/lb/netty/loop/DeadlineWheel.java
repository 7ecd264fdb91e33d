package io.evenkeel.lb.netty.loop;

import io.evenkeel.lb.spi.TimeSource;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one loop, as a hashed wheel (Varghese and Lauck, 1987) of intrusive lists: adding and removing cost a
 * few writes, moving a deadline later costs nothing until the wheel comes by. One timer drives all; it stops when the
 * wheel is empty. Expiry is up to one tick late, never early, and one more tick when the loop has stood still: what its
 * sockets have received meanwhile may move deadlines. On the loop's thread only.
 */
public final class DeadlineWheel {

    /** How exact deadlines are. */
    public static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int SLOTS = 1024;

    /** A loop that stood still for so long reads its sockets first. */
    private static final long STALL_NANOS = 4 * TICK_NANOS;

    /** The ticks that were missed come first, one right behind the other, while sockets still wait. */
    private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EventLoop eventLoop;
    private final TimeSource time;
    private final @Nullable Deadline[] slots = new Deadline[SLOTS];
    private @Nullable Future<?> ticking;
    private int size;
    private long now;
    /** Whether a tick came late, and the sockets were not read since. */
    private boolean holding;

    /** Ticks are counted from here, so that a clock that wraps around does no harm. */
    private long start;
    /** The tick that the wheel has reached; its slot was swept. */
    private long tick;

    DeadlineWheel(EventLoop eventLoop, TimeSource time) {
        this.eventLoop = eventLoop;
        this.time = time;
    }

    /**
     * The earlier of two times on one clock.
     *
     * @param a nanoseconds
     * @param b nanoseconds
     * @return one of them
     */
    public static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    /**
     * The time as of the last tick: good enough for deadlines, and free.
     *
     * @return nanoseconds on the time source's clock, at most one tick behind while the wheel holds something
     */
    public long now() {
        if (ticking == null) {
            now = time.nanoTime();
        }
        return now;
    }

    /**
     * The time now, at the price of asking for it: for what must not end early after the loop was held up.
     *
     * @return nanoseconds on the time source's clock
     */
    public long exactNow() {
        return time.nanoTime();
    }

    /**
     * Adds a deadline, or places one anew that has moved earlier.
     *
     * @param deadline not in another wheel
     */
    public void schedule(Deadline deadline) {
        if (ticking == null) {
            now = time.nanoTime();
            start = now;
            tick = 0;
            ticking = eventLoop.scheduleAtFixedRate(this::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
        if (deadline.slot != Deadline.NOT_IN_WHEEL) {
            cancel(deadline);
        }
        link(deadline);
    }

    /**
     * Removes a deadline; nothing happens if it is not in the wheel.
     *
     * @param deadline one that was scheduled here, or never
     */
    public void cancel(Deadline deadline) {
        if (deadline.slot == Deadline.NOT_IN_WHEEL) {
            return;
        }
        Deadline next = deadline.next;
        Deadline previous = deadline.previous;
        if (previous != null) {
            previous.next = next;
        } else {
            slots[deadline.slot] = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        deadline.next = null;
        deadline.previous = null;
        deadline.slot = Deadline.NOT_IN_WHEEL;
        size--;
    }

    /**
     * How many deadlines are in the wheel.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /** Stops the timer; the wheel must be empty. */
    void stop() {
        Future<?> timer = ticking;
        if (timer != null) {
            timer.cancel(false);
            ticking = null;
        }
    }

    private void link(Deadline deadline) {
        long wait = deadline.deadlineNanos() - now;
        // Rounded up, at least the next tick, at most one turn: what is further away is looked at again then.
        long ticks = Math.max(1, Math.min(SLOTS - 1, wait / TICK_NANOS + 1));
        int slot = (int) ((tick + ticks) & (SLOTS - 1));
        Deadline first = slots[slot];
        deadline.slot = slot;
        deadline.next = first;
        if (first != null) {
            first.previous = deadline;
        }
        slots[slot] = deadline;
        size++;
    }

    private void tick() {
        long late = time.nanoTime() - now;
        now += late;
        if (late > STALL_NANOS) {
            holding = true;
        } else if (late > CATCH_UP_NANOS) {
            holding = false;
        }
        if (holding) {
            return; // what came meanwhile is heard before anybody is told that nothing came
        }
        long reached = (now - start) / TICK_NANOS;
        // After a long stall one turn is enough: it sweeps every slot.
        long first = Math.max(tick + 1, reached - SLOTS + 1);
        for (long each = first; each <= reached; each++) {
            tick = each;
            sweep((int) (each & (SLOTS - 1)));
        }
        if (size == 0) {
            stop();
        }
    }

    private void sweep(int slot) {
        // What is due again goes to later slots, so this ends; what is added meanwhile does too.
        Deadline deadline = slots[slot];
        while (deadline != null) {
            cancel(deadline);
            if (deadline.deadlineNanos() - now <= 0) {
                deadline.expired();
            } else {
                link(deadline);
            }
            deadline = slots[slot];
        }
    }
}
