package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.tcp.End;
import java.time.Duration;

/** How long an {@link HttpServer} keeps a connection, and how it ends it. Immutable; each setter returns a changed copy. */
public final class KeepAlive {

    /** As long as the client likes. */
    public static final KeepAlive UNLIMITED = new KeepAlive(Integer.MAX_VALUE, true, Duration.ZERO, End.NONE);

    private final int requests;
    private final boolean announced;
    private final Duration idle;
    private final End staleEnd;

    private KeepAlive(int requests, boolean announced, Duration idle, End staleEnd) {
        this.requests = requests;
        this.announced = announced;
        this.idle = idle;
        this.staleEnd = staleEnd;
    }

    /**
     * Ends each connection with its n-th answer, which says {@code Connection: close}.
     *
     * @param count 1 or more
     * @return a changed copy
     */
    public KeepAlive requests(int count) {
        return new KeepAlive(count, true, idle, End.NONE);
    }

    /**
     * Ends each connection behind its n-th answer, which does not say so.
     *
     * @param count 1 or more
     * @return a changed copy
     */
    public KeepAlive silently(int count) {
        return new KeepAlive(count, false, idle, End.NONE);
    }

    /**
     * Ends each connection when the first byte of the request behind the n-th answer comes: the client had taken it for
     * alive. No byte is answered.
     *
     * @param count 1 or more
     * @param end {@link End#RESET}, as a server does that had closed its socket, or {@link End#FIN}
     * @return a changed copy
     */
    public KeepAlive stale(int count, End end) {
        return new KeepAlive(count, false, idle, end);
    }

    /**
     * Ends a connection with a FIN when no request comes for a while, the first included.
     *
     * @param value 1 ms or more; zero for no limit
     * @return a changed copy
     */
    public KeepAlive idle(Duration value) {
        return new KeepAlive(requests, announced, value, staleEnd);
    }

    Duration idle() {
        return idle;
    }

    /** Whether the answer to this request, counted from 1, is to say that it is the last. */
    boolean announces(int number) {
        return announced && number >= requests;
    }

    /** Whether the connection ends behind the answer to this request, counted from 1. */
    boolean endsBehind(int number) {
        return number >= requests && staleEnd == End.NONE;
    }

    /** How it ends when this request, counted from 1, begins; NONE if it is served. */
    End endAt(int number) {
        return number > requests ? staleEnd : End.NONE;
    }
}
