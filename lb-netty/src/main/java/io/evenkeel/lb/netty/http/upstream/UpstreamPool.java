package io.evenkeel.lb.netty.http.upstream;

import io.evenkeel.lb.UpstreamConnections;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.RandomSource;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one service and one loop, by server and port; the one that came last is used first, so that those
 * that are not needed grow old and are closed. On the loop's thread.
 */
public final class UpstreamPool {

    /** Of the age at which a connection is given up, this part is left to chance, so that not all go at once. */
    private static final int JITTER_PERCENT = 10;

    /** The idle connections to one port of one server. */
    private static final class Idle {
        final int port;
        final @Nullable Idle otherPort;

        @Nullable
        UpstreamConnection newest;

        @Nullable
        UpstreamConnection oldest;

        int size;

        Idle(int port, @Nullable Idle otherPort) {
            this.port = port;
            this.otherPort = otherPort;
        }
    }

    private final IdentityHashMap<Endpoint, Idle> byServer = new IdentityHashMap<>();
    private final Loop loop;
    private final LiveService service;
    private final RandomSource random;
    private final Supplier<UpstreamConnections> settings;
    /** Counts the turns of the loop in which a connection came back. */
    private long turn;
    /** Whether one came back in this turn. */
    private boolean counting;

    private final Runnable endTurn = this::endTurn; // allocated once

    /**
     * A pool without connections.
     *
     * @param loop where its connections live
     * @param service the service
     * @param random for the age of connections
     * @param settings those in force
     */
    public UpstreamPool(Loop loop, LiveService service, RandomSource random, Supplier<UpstreamConnections> settings) {
        this.loop = loop;
        this.service = service;
        this.random = random;
        this.settings = settings;
    }

    LiveService service() {
        return service;
    }

    /**
     * The loop that its connections live on.
     *
     * @return the loop
     */
    public Loop loop() {
        return loop;
    }

    long now() {
        return loop.wheel().now();
    }

    long idleNanos() {
        return settings.get().idle().toNanos();
    }

    /**
     * Takes the connection to a server that was used last.
     *
     * @param endpoint the server
     * @param port its port
     * @param atMostNanos how long it may have been idle
     * @return a connection that is open as far as anybody knows, or null
     */
    @Nullable
    public UpstreamConnection lease(Endpoint endpoint, int port, long atMostNanos) {
        Idle idle = find(endpoint, port);
        if (idle == null) {
            return null;
        }
        long now = now();
        UpstreamConnection newest = idle.newest;
        while (newest != null && now - newest.idleSince <= Math.min(atMostNanos, idleNanos())) {
            remove(newest);
            // What has come back in this very turn of the loop is not asked: the system call would cost more than it
            // finds.
            if (newest.idleTurn == turn || !newest.isSpoilt()) {
                return newest;
            }
            newest.close();
            newest = idle.newest;
        }
        return null; // those below have been idle for longer
    }

    /**
     * A connection has done its exchange and may be used for another. If there is no room, the oldest goes.
     *
     * @param connection in use until now
     */
    public void offer(UpstreamConnection connection) {
        UpstreamConnections now = settings.get();
        if (now.maxIdle() == 0
                || service.isRemoved()
                || connection.isLeaving()
                || isOld(connection, now.maxAge().toNanos())) {
            connection.close();
            return;
        }
        Idle idle = find(connection.endpoint(), connection.port());
        if (idle == null) {
            idle = new Idle(connection.port(), byServer.get(connection.endpoint()));
            byServer.put(connection.endpoint(), idle);
        }
        UpstreamConnection below = idle.newest;
        connection.older = below;
        if (below == null) {
            idle.oldest = connection;
        } else {
            below.newer = connection;
        }
        idle.newest = connection;
        idle.size++;
        connection.idle = true;
        connection.idleSince = now();
        connection.idleTurn = turn;
        if (!counting) {
            counting = true;
            loop.eventLoop().execute(endTurn);
        }
        if (!connection.inWheel) {
            connection.inWheel = true;
            loop.wheel().schedule(connection);
        }
        UpstreamConnection oldest = idle.oldest;
        if (idle.size > now.maxIdle() && oldest != null) {
            remove(oldest);
            oldest.close();
        }
    }

    private void endTurn() {
        turn++;
        counting = false;
    }

    private boolean isOld(UpstreamConnection connection, long maxAge) {
        long age = now() - connection.bornAt();
        return age > maxAge - maxAge / 100 * JITTER_PERCENT
                && age > maxAge - maxAge / 100 * random.nextInt(JITTER_PERCENT + 1);
    }

    /**
     * Takes a connection out, since it is closed.
     *
     * @param connection idle, or nothing happens
     */
    public void remove(UpstreamConnection connection) {
        if (!connection.idle) {
            return;
        }
        Idle idle = find(connection.endpoint(), connection.port());
        if (idle == null) {
            throw new IllegalStateException("idle, but in no pool: " + connection);
        }
        UpstreamConnection newer = connection.newer;
        UpstreamConnection older = connection.older;
        if (newer == null) {
            idle.newest = older;
        } else {
            newer.older = older;
        }
        if (older == null) {
            idle.oldest = newer;
        } else {
            older.newer = newer;
        }
        connection.newer = null;
        connection.older = null;
        connection.idle = false;
        idle.size--;
    }

    private @Nullable Idle find(Endpoint endpoint, int port) {
        Idle idle = byServer.get(endpoint);
        while (idle != null && idle.port != port) {
            idle = idle.otherPort;
        }
        return idle;
    }

    /** Closes what is idle to one server. */
    public void drop(Endpoint endpoint) {
        for (Idle idle = byServer.remove(endpoint); idle != null; idle = idle.otherPort) {
            closeAll(idle);
        }
    }

    private static void closeAll(Idle idle) {
        UpstreamConnection next = idle.newest;
        while (next != null) {
            UpstreamConnection each = next;
            next = each.older;
            each.newer = null;
            each.older = null;
            each.idle = false;
            each.close();
        }
    }

    /** A connection has been idle for too long. A server to which none is idle any more is forgotten. */
    void expire(UpstreamConnection connection) {
        Endpoint endpoint = connection.endpoint();
        remove(connection);
        Idle idle = byServer.get(endpoint);
        if (idle != null && idle.size == 0 && idle.otherPort == null) {
            byServer.remove(endpoint);
        }
        connection.close();
    }

    /**
     * How many connections are idle.
     *
     * @return 0 or more
     */
    public int idle() {
        int count = 0;
        for (Idle first : byServer.values()) {
            for (Idle idle = first; idle != null; idle = idle.otherPort) {
                count += idle.size;
            }
        }
        return count;
    }
}
