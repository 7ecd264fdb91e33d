package io.evenkeel.lb.netty.listen;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many clients a service serves at a time, over all its listeners. Permits are taken and given back on any loop. When
 * the last is taken the listeners stop accepting, so that further clients wait in the kernel; when one comes back they
 * accept again. Of many listeners that wait one is woken for each permit, and each that leaves the gate open wakes the next.
 */
final class Gate {

    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile int limit;

    Gate(int limit) {
        limit(limit);
    }

    /** A new limit; 0 is none. Those inside stay. */
    final void limit(int value) {
        limit = value == 0 ? Integer.MAX_VALUE : value;
        wakeNext();
    }

    /** Takes a permit if there is one. */
    boolean tryEnter() {
        int now = inside.get();
        while (now < limit) {
            if (inside.compareAndSet(now, now + 1)) {
                return true;
            }
            now = inside.get();
        }
        return false;
    }

    void leave() {
        inside.decrementAndGet();
        wakeNext();
    }

    int inside() {
        return inside.get();
    }

    /**
     * Runs something when a permit may be had; at once if one came back since the caller was refused. Whoever was woken
     * takes what it needs and then calls {@link #wakeNext}, even if it needs nothing any more.
     */
    void whenOpen(Runnable action) {
        waiting.add(action);
        wakeNext();
    }

    /** Wakes one who waits, if there is a permit for it. */
    void wakeNext() {
        if (!waiting.isEmpty() && inside.get() < limit) {
            Runnable next = waiting.poll();
            if (next != null) {
                next.run();
            }
        }
    }
}
