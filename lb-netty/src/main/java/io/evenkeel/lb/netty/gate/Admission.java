package io.evenkeel.lb.netty.gate;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.spi.TimeSource;
import io.evenkeel.lb.status.Refusal;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides who is let in to one service, whichever listener they came to: first the access list, then the client's own
 * limits, then the service's rate, so that one client cannot use up what is everybody's. Lists and limits may change
 * between two calls; what is inside stays. Any thread.
 */
public final class Admission {

    private final TimeSource time;
    private final ClientTable clients;
    private final AtomicLong arrival;

    /**
     * An admission that has let in nobody yet.
     *
     * @param time measures rates
     */
    public Admission(TimeSource time) {
        this.time = time;
        this.clients = new ClientTable(time);
        this.arrival = new AtomicLong(time.nanoTime());
    }

    /**
     * Whether everybody is let in uncounted, so that nobody's address need be known.
     *
     * @param access the access list
     * @param limits the limits
     * @return true when there is nothing to decide
     */
    public static boolean isFree(AccessList access, ConnectionLimits limits) {
        return access.isAll() && limits.perSecond() == 0 && !hasClientLimits(limits);
    }

    private static boolean hasClientLimits(ConnectionLimits limits) {
        return limits.clientConnections() != 0 || limits.clientPerSecond() != 0;
    }

    /**
     * Decides about a client.
     *
     * @param client its address
     * @param access the access list
     * @param limits the limits
     * @return its ticket
     */
    public Ticket enter(InetAddress client, AccessList access, ConnectionLimits limits) {
        if (!access.allows(client)) {
            return Ticket.refused(Refusal.ACCESS);
        }
        Ticket ticket = Ticket.FREE;
        if (hasClientLimits(limits)) {
            ticket = clients.enter(AffinityKey.of(client, limits.clientPrefixV4(), limits.clientPrefixV6()), limits);
        }
        if (ticket.refusal() == null && !takesOneMore(limits.perSecond())) {
            if (ticket instanceof ClientTable.Client counted) {
                counted.cancel(limits);
            }
            return Ticket.refused(Refusal.SERVICE_RATE);
        }
        return ticket;
    }

    private boolean takesOneMore(int perSecond) {
        if (perSecond == 0) {
            return true;
        }
        long now = time.nanoTime();
        while (true) {
            long due = arrival.get();
            if (!Gcra.conforms(due, now, perSecond)) {
                return false;
            }
            if (arrival.compareAndSet(due, Gcra.next(due, now, perSecond))) {
                return true;
            }
        }
    }

    /**
     * How many clients are remembered; for tests of what is left behind.
     *
     * @return 0 or more
     */
    public int clients() {
        return clients.size();
    }
}
