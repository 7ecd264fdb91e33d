package io.evenkeel.lb.engine.choose;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Host and port, one per balancer, whichever pools name it: what is in flight is counted here. Any thread may count.
 */
public final class Endpoint {

    private static final AtomicIntegerFieldUpdater<Endpoint> IN_FLIGHT =
            AtomicIntegerFieldUpdater.newUpdater(Endpoint.class, "inFlight");

    private static final WaitingRoom[] NO_ROOMS = {};

    private final String host;
    private final int port;

    private volatile List<InetAddress> addresses;
    private volatile int inFlight;

    // Padding: two endpoints' counters, written by different cores, stay out of each other's cache lines.
    @SuppressWarnings("unused") // never read: only its size matters
    private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;

    /** Who waits for one of this endpoint's permits. Written by the control thread. */
    private volatile WaitingRoom[] rooms = NO_ROOMS;

    /** How many members name this endpoint. Control thread only. */
    int members;

    /**
     * An endpoint that nobody names yet.
     *
     * @param host as it was declared
     * @param addresses what it stands for, if that is known
     * @param port 1 to 65535, or 0 for the port that the client came to
     */
    public Endpoint(String host, List<InetAddress> addresses, int port) {
        this.host = host;
        this.addresses = List.copyOf(addresses);
        this.port = port;
    }

    /**
     * The addresses to dial, in this order, until one answers. A host name's change as name servers say; the list itself
     * never does.
     *
     * @return an immutable list; empty only for a host name that was never resolved, whose members are not picked
     */
    public List<InetAddress> addresses() {
        return addresses;
    }

    /**
     * The host name stands for something else. Control thread only.
     *
     * @param now one address or more
     */
    public void addresses(List<InetAddress> now) {
        addresses = List.copyOf(now);
    }

    /**
     * The port to dial.
     *
     * @return 1 to 65535, or 0 for the port that the client came to
     */
    public int port() {
        return port;
    }

    /**
     * What is in flight.
     *
     * @return 0 or more
     */
    public int inFlight() {
        return inFlight;
    }

    /** Counts one more unless that would exceed the limit; 0 is no limit and needs no compare-and-set. */
    boolean tryReserve(int limit) {
        if (limit == 0) {
            IN_FLIGHT.getAndIncrement(this);
            return true;
        }
        int now = inFlight;
        while (now < limit) {
            if (IN_FLIGHT.compareAndSet(this, now, now + 1)) {
                return true;
            }
            now = inFlight;
        }
        return false;
    }

    void release() {
        IN_FLIGHT.getAndDecrement(this);
        for (WaitingRoom room : rooms) {
            room.freed(this);
        }
    }

    /**
     * There is one more place where clients wait for its permits. Control thread.
     *
     * @param room hears of each permit that comes back
     */
    public void addRoom(WaitingRoom room) {
        WaitingRoom[] more = Arrays.copyOf(rooms, rooms.length + 1);
        more[rooms.length] = room;
        rooms = more;
    }

    /**
     * Nobody waits there any more. Control thread.
     *
     * @param room one that was added
     */
    public void removeRoom(WaitingRoom room) {
        List<WaitingRoom> fewer = new ArrayList<>(List.of(rooms));
        fewer.remove(room);
        rooms = fewer.toArray(NO_ROOMS);
    }

    /** The address dialled first, or the host name that was never resolved, and the port. */
    @Override
    public String toString() {
        List<InetAddress> now = addresses;
        String text = now.isEmpty() ? host : now.get(0).getHostAddress();
        return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + (port == 0 ? "*" : port);
    }
}
