package io.evenkeel.lb.netty.gate;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.spi.TimeSource;
import io.evenkeel.lb.status.Refusal;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What each client has: its connections, and its rate. A client without connections is forgotten once its bucket is full,
 * since a new entry would say the same; until then, a second at most, it waits in a queue, from which each new client takes
 * out a few that are due. So memory follows the clients that are there, the bound holds always, and no accept pays for many
 * that have left. Any thread.
 */
final class ClientTable {

    /** More than the one that a new client adds, so that what a flood left behind goes away. */
    private static final int DROPS_PER_NEW_CLIENT = 16;

    private final TimeSource time;
    private final ConcurrentHashMap<AffinityKey, Client> clients = new ConcurrentHashMap<>();
    /** Entries of the map and those about to be put there: at no time more than the bound. */
    private final AtomicInteger size = new AtomicInteger();
    /** Without connections, the bucket not yet full. Guarded by itself. */
    private final ArrayDeque<Client> cooling = new ArrayDeque<>();

    ClientTable(TimeSource time) {
        this.time = time;
    }

    /**
     * Lets a client in as far as its own limits allow.
     *
     * @param key what identifies the client
     * @return its ticket, of which it is a {@link Client} if it is let in
     */
    Ticket enter(AffinityKey key, ConnectionLimits limits) {
        long now = time.nanoTime();
        while (true) {
            Client client = clients.get(key);
            if (client == null) {
                if (!makeRoom(limits.maxClients(), now)) {
                    return Ticket.refused(Refusal.CLIENT_TABLE);
                }
                Client candidate = new Client(key, now);
                Client other = clients.putIfAbsent(key, candidate);
                if (other == null) {
                    client = candidate;
                } else {
                    client = other;
                    size.decrementAndGet();
                }
            }
            Ticket ticket = client.enter(limits, now);
            if (ticket != null) {
                return ticket;
            }
            // It was forgotten between the look-up and the entry: once more.
        }
    }

    private boolean makeRoom(int most, long now) {
        dropCooled(now);
        if (size.incrementAndGet() <= most) {
            return true;
        }
        size.decrementAndGet();
        return false;
    }

    private void dropCooled(long now) {
        synchronized (cooling) {
            for (int i = 0; i < DROPS_PER_NEW_CLIENT; i++) {
                Client first = cooling.peek();
                if (first == null || !first.leaveQueue(now)) {
                    return;
                }
                cooling.remove();
            }
        }
    }

    /** How many clients are remembered. */
    int size() {
        return size.get();
    }

    /** One client. Its fields are guarded by it. Locks are taken in the order queue, client. */
    final class Client implements Ticket {

        private final AffinityKey key;
        private int inside;
        private long arrival;
        private boolean queued;
        private boolean forgotten;

        Client(AffinityKey key, long now) {
            this.key = key;
            this.arrival = now;
        }

        private synchronized @Nullable Ticket enter(ConnectionLimits limits, long now) {
            if (forgotten) {
                return null;
            }
            if (limits.clientConnections() != 0 && inside >= limits.clientConnections()) {
                return Ticket.refused(Refusal.CLIENT_CONNECTIONS);
            }
            int rate = limits.clientPerSecond();
            if (rate != 0) {
                if (!Gcra.conforms(arrival, now, rate)) {
                    return Ticket.refused(Refusal.CLIENT_RATE);
                }
                arrival = Gcra.next(arrival, now, rate);
            }
            inside++;
            return this;
        }

        @Override
        public @Nullable Refusal refusal() {
            return null;
        }

        @Override
        public void leave() {
            leave(0);
        }

        /** Leaves as if it had never come: somebody else turned it away. */
        void cancel(ConnectionLimits limits) {
            leave(limits.clientPerSecond() == 0 ? 0 : Gcra.apart(limits.clientPerSecond()));
        }

        private void leave(long giveBack) {
            synchronized (this) {
                arrival -= giveBack;
                inside--;
                if (inside > 0 || queued) {
                    return;
                }
                if (isCool(time.nanoTime())) {
                    forget();
                    return;
                }
                queued = true;
            }
            synchronized (cooling) {
                cooling.add(this);
            }
        }

        /** Whether it need not stay in the queue any longer: it came back, or it is forgotten now. */
        private synchronized boolean leaveQueue(long now) {
            if (inside == 0) {
                if (!isCool(now)) {
                    return false;
                }
                forget();
            }
            queued = false;
            return true;
        }

        private boolean isCool(long now) {
            return arrival - now <= 0;
        }

        private void forget() {
            forgotten = true;
            clients.remove(key);
            size.decrementAndGet();
        }
    }
}
