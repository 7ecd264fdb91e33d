package io.evenkeel.lb.engine.choose;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that wait until a server of the pool accepts one more, first come first served. It is entered only when all
 * servers are full, so the lock in it is not on anybody's ordinary way. Any thread.
 *
 * <p>Whenever somebody waits while a server accepts him, somebody is on the way. Who gives something back calls the first
 * in the row to whom it is of use: a client may have tried that server in vain, or persist to one that takes no others. Who
 * was called chooses next, and keeps his place until then; if that was in vain, or he is gone, or he leaves something over,
 * the next is called. Nobody new is served meanwhile.
 */
public final class WaitingRoom {

    private static final Logger log = LoggerFactory.getLogger(WaitingRoom.class);

    /** A client who waits. */
    @FunctionalInterface
    public interface Waiter {

        /**
         * It is out of the room, and shall tell its selection that it was {@link Selection#called()} and choose again; if it
         * is gone, {@link WaitingRoom#passOn()} must be called for it. Called by any thread, so it only posts to its own.
         */
        void wake();
    }

    /** Whoever has tried no server yet is content with any. */
    private record Waiting(Selection client, Waiter waiter, boolean content) {}

    private final Supplier<PoolState> pool;
    /** By ticket. */
    private final Map<Long, Waiting> row = new TreeMap<>();

    private long lastTicket;
    /** How many of those in the row would take any server. */
    private int content;
    /** How many were called and have not chosen yet. */
    private int onTheWay;

    private volatile int size;
    private volatile boolean closedToNew;
    private volatile int places;

    /**
     * An empty room without places.
     *
     * @param pool the pool's present state
     */
    public WaitingRoom(Supplier<PoolState> pool) {
        this.pool = pool;
    }

    /**
     * Takes a client in for whom choose answered {@link Choice#WAIT}. He may be called before this returns.
     *
     * @param ticket from an earlier entry, which keeps the place in the row, or 0
     * @param client the client's selection; not used by him while he is in
     * @param waiter who is called
     * @return the ticket, above 0; or 0 when there is no place, which holds for newcomers only
     */
    public long enter(long ticket, Selection client, Waiter waiter) {
        long place;
        boolean inVain;
        synchronized (this) {
            if (client.arrive()) {
                onTheWay--;
            }
            if (ticket == 0 && row.size() + onTheWay >= places) {
                return 0;
            }
            place = ticket == 0 ? ++lastTicket : ticket;
            Waiting entered = new Waiting(client, waiter, client.triedCount() == 0);
            row.put(place, entered);
            content += entered.content ? 1 : 0;
            counted();
            inVain = isInVain(client, pool.get());
        }
        if (inVain) { // the servers are others since he chose
            call(() -> first(each -> each == client));
        }
        look(); // a permit may have come back before he could be seen
        return place;
    }

    /**
     * Lets a client go that waits no longer.
     *
     * @param ticket from its entry
     * @return false when it was called already, and will hear of that
     */
    public synchronized boolean leave(long ticket) {
        Waiting gone = row.remove(ticket);
        if (gone != null) {
            removed(gone);
        }
        return gone != null;
    }

    /** A client who was called does not choose: the call is for another. */
    public void passOn() {
        synchronized (this) {
            onTheWay--;
            counted();
        }
        look();
    }

    /** A server of the pool has got back one permit. */
    void freed(Endpoint endpoint) {
        if (size != 0) {
            call(() -> accepted(each -> each.endpoint() == endpoint));
        }
    }

    /** The servers are others now, or the places. */
    public void published() {
        if (size == 0) {
            return;
        }
        List<Waiting> called = new ArrayList<>();
        synchronized (this) {
            PoolState now = pool.get();
            Iterator<Waiting> each = row.values().iterator();
            while (each.hasNext()) {
                Waiting next = each.next();
                if (isInVain(next.client, now) || now.accepts(next.client)) {
                    each.remove();
                    onTheWay++;
                    removed(next);
                    called.add(next);
                }
            }
        }
        called.forEach(this::wake);
        look();
    }

    /** Calls the first whom a server accepts. */
    private void look() {
        if (size != 0) {
            call(this::next);
        }
    }

    /** Nobody, if somebody is on the way: he will look again. */
    private synchronized @Nullable Waiting next() {
        return onTheWay > 0 ? null : accepted(each -> true);
    }

    private boolean isInVain(Selection client, PoolState now) {
        return places == 0 || Chooser.whyNone(now, client) != Choice.ALL_FULL;
    }

    /** Takes out the first in the row whom one of these servers accepts. */
    private synchronized @Nullable Waiting accepted(Predicate<Member> servers) {
        PoolState now = pool.get();
        for (Tier tier : now.tiers()) {
            for (Member member : tier.members) {
                if (servers.test(member) && !member.isFull()) {
                    Waiting first = first(client -> !client.wasTried(member));
                    if (first != null) {
                        return first;
                    }
                }
            }
        }
        for (Member member : now.keepers()) {
            if (servers.test(member) && !member.isFull()) {
                Waiting first = first(client -> !client.wasTried(member) && now.isKept(client.host(), member));
                if (first != null) {
                    return first;
                }
            }
        }
        return null;
    }

    /** Takes out the first in the row for whom this holds. */
    private synchronized @Nullable Waiting first(Predicate<Selection> clients) {
        Iterator<Waiting> each = row.values().iterator();
        while (each.hasNext()) {
            Waiting next = each.next();
            if (clients.test(next.client)) {
                each.remove();
                onTheWay++;
                removed(next);
                return next;
            }
        }
        return null;
    }

    /** Calls one client; outside the lock. */
    private void call(Supplier<@Nullable Waiting> clients) {
        Waiting client = clients.get();
        while (client != null && !wake(client)) {
            client = clients.get();
        }
    }

    private boolean wake(Waiting client) {
        try {
            client.waiter.wake();
            return true;
        } catch (RuntimeException e) { // his thread takes no more work
            log.debug("a client who waits could not be called", e);
            synchronized (this) {
                onTheWay--;
                counted();
            }
            return false;
        }
    }

    private void removed(Waiting client) {
        content -= client.content ? 1 : 0;
        counted();
    }

    /** Those who have tried servers in vain keep nobody from these. */
    private void counted() {
        size = row.size();
        closedToNew = onTheWay + content > 0;
    }

    /**
     * How many wait.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /** Whether those who come new must wait behind others, whatever the servers accept. */
    boolean isClosedToNew() {
        return closedToNew;
    }

    /**
     * Sets how many may wait; those inside stay as long as there is any place.
     *
     * @param value 0 or more
     */
    public void places(int value) {
        places = value;
    }

    boolean hasPlaces() {
        return places > 0;
    }
}
