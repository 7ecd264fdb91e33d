package io.evenkeel.lb.simulation;

import io.evenkeel.lb.spi.Registration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What happens when, of servers and clients; the engine's own timers are in the virtual clock. Never cleared: one run's. */
final class Agenda {

    /** Something to come. Cancelled, it stays in the queue and does nothing. */
    static final class Item implements Comparable<Item>, Registration {

        private final long at;
        private final long order;
        private Runnable action;

        private Item(long at, long order, Runnable action) {
            this.at = at;
            this.order = order;
            this.action = action;
        }

        long at() {
            return at;
        }

        void run() {
            action.run();
        }

        @Override
        public void cancel() {
            action = () -> {};
        }

        @Override
        public int compareTo(Item other) {
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private long next;

    /** Adds something behind all that comes at the same time. */
    Item at(long nanos, Runnable action) {
        Item item = new Item(nanos, next++, action);
        items.add(item);
        return item;
    }

    /** What comes next, or null; it is taken out by {@link #remove}. */
    @Nullable
    Item peek() {
        return items.peek();
    }

    void remove() {
        items.remove();
    }
}
