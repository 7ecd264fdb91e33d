package io.evenkeel.lb.netty.http.upstream;

import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.netty.loop.DeadlineWheel;
import io.evenkeel.lb.netty.loop.LiveConnection;
import org.jspecify.annotations.Nullable;

/** A connection to a server, in use by one exchange or idle in its {@link UpstreamPool}. On the loop's thread. */
public abstract class UpstreamConnection extends LiveConnection implements Upstream {

    private final UpstreamPool home;
    private final Endpoint endpoint;
    private final int port;
    private final long bornAt;

    // ---- its place in the pool ----
    @Nullable
    UpstreamConnection newer;

    @Nullable
    UpstreamConnection older;

    boolean idle;
    /** It stays in the wheel from its first rest on. */
    boolean inWheel;

    long idleSince;
    /** The turn of the loop in which it came back. */
    long idleTurn;

    // ---- until when it may go on, once its server went away ----
    private boolean condemned;
    private long resetAt;
    private boolean draining;

    /**
     * A connection that is in use.
     *
     * @param home where it goes when it is idle
     * @param endpoint the server
     * @param port the server's port
     */
    protected UpstreamConnection(UpstreamPool home, Endpoint endpoint, int port) {
        this.home = home;
        this.endpoint = endpoint;
        this.port = port;
        this.bornAt = home.now();
    }

    int port() {
        return port;
    }

    long bornAt() {
        return bornAt;
    }

    /** Whether it is not to be used again. */
    boolean isLeaving() {
        return condemned || draining;
    }

    @Override
    public final Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public final LiveService service() {
        return home.service();
    }

    @Override
    public final void resetAt(long deadlineNanos) {
        resetAt = condemned ? DeadlineWheel.earlier(resetAt, deadlineNanos) : deadlineNanos;
        condemned = true;
        home.loop().wheel().schedule(this);
    }

    @Override
    public final void drain() {
        draining = true;
        if (idle) {
            home.remove(this);
            close();
        }
    }

    /**
     * Whether the server has ended the connection, which is idle, or sent what nobody asked for, and the loop has not heard
     * of it yet.
     *
     * @return true if it is of no use
     */
    protected abstract boolean isSpoilt();

    /** Closes the connection in order; it is idle, and out of the pool. */
    protected abstract void close();

    @Override
    protected final long deadlineNanos() {
        // While in use it is asked again and again, so that it need not be scheduled each time that it comes back.
        long deadline = (idle ? idleSince : home.now()) + home.idleNanos();
        return condemned ? DeadlineWheel.earlier(deadline, resetAt) : deadline;
    }

    @Override
    protected final void expired() {
        if (idle) {
            home.expire(this);
        } else {
            reset();
        }
    }
}
