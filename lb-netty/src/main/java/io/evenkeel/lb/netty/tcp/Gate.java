package io.evenkeel.lb.netty.tcp;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many clients a service serves at a time, over all its listeners. Permits are taken and given back on any loop. When
 * the last is taken the listeners stop accepting, so that further clients wait in the kernel; when one comes back they
 * accept again.
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
        wakeAll();
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
        if (!waiting.isEmpty()) {
            wakeAll();
        }
    }

    int inside() {
        return inside.get();
    }

    /** Runs something when a permit may be had; at once if one came back since the caller was refused. */
    void whenOpen(Runnable action) {
        waiting.add(action);
        if (inside.get() < limit) {
            wakeAll();
        }
    }

    private void wakeAll() {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }
}
