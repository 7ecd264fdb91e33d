package io.evenkeel.lb.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Clients that wait until a server of the pool accepts one more, first come first served. It is entered only when all
 * servers are full, so the lock in it is not on anybody's ordinary way. Any thread.
 *
 * <p>Whenever somebody waits while a server accepts, somebody is on the way to it: whoever gives something back wakes the
 * first in the row, who chooses again; if that is in vain, or the client is gone, the call is passed on.
 */
public final class WaitingRoom {

    /** A client who waits. */
    @FunctionalInterface
    public interface Waiter {

        /** It is out of the room and shall choose again. Called by any thread, so it only posts to its own. */
        void wake();
    }

    private final Map<Long, Waiter> waiters = new TreeMap<>();
    private long lastTicket;
    private volatile int size;
    private volatile int places;

    /**
     * Takes a client in.
     *
     * @param ticket from an earlier entry, which keeps the place in the row, or 0
     * @param waiter who waits
     * @return the ticket, above 0; or 0 when there is no place, which holds for newcomers only
     */
    public synchronized long enter(long ticket, Waiter waiter) {
        if (ticket == 0 && size >= places) {
            return 0;
        }
        long place = ticket == 0 ? ++lastTicket : ticket;
        waiters.put(place, waiter);
        size = waiters.size();
        return place;
    }

    /**
     * Lets a client go that waits no longer.
     *
     * @param ticket from its entry
     * @return false when it was woken already; then, if it does not choose, it must {@link #wakeOne} another
     */
    public synchronized boolean leave(long ticket) {
        boolean there = waiters.remove(ticket) != null;
        size = waiters.size();
        return there;
    }

    /** Wakes the first in the row, if there is one. */
    public void wakeOne() {
        if (size == 0) {
            return;
        }
        Waiter first = null;
        synchronized (this) {
            var entries = waiters.values().iterator();
            if (entries.hasNext()) {
                first = entries.next();
                entries.remove();
                size = waiters.size();
            }
        }
        if (first != null) {
            first.wake();
        }
    }

    /** Wakes everybody: the servers are others now. */
    void wakeAll() {
        if (size == 0) {
            return;
        }
        List<Waiter> all;
        synchronized (this) {
            all = new ArrayList<>(waiters.values());
            waiters.clear();
            size = 0;
        }
        all.forEach(Waiter::wake);
    }

    /**
     * How many wait.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /** How many may wait; those inside stay. */
    void places(int value) {
        places = value;
    }

    boolean hasPlaces() {
        return places > 0;
    }
}
