package io.evenkeel.lb.netty.loop;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Endpoint;
import org.jspecify.annotations.Nullable;

/** A connection as its loop sees it. All calls on the loop's thread. */
public abstract class LiveConnection extends Deadline {

    @Nullable
    LiveConnection nextLive;

    @Nullable
    LiveConnection previousLive;

    /** Lives nowhere yet. */
    protected LiveConnection() {}

    /**
     * The service that it came to.
     *
     * @return the service
     */
    public abstract LiveService service();

    /**
     * The server that it is connected to.
     *
     * @return the endpoint, or null while there is none
     */
    public abstract @Nullable Endpoint endpoint();

    /**
     * The pool that what it carries now was balanced in.
     *
     * @return the pool, or null while it carries nothing
     */
    public abstract @Nullable LivePool pool();

    /** Ends it now, with a reset on both sides. */
    public abstract void reset();

    /**
     * Ends it with a reset unless it has ended by then; the earliest of several calls counts.
     *
     * @param deadlineNanos on the wheel's clock
     */
    public abstract void resetAt(long deadlineNanos);

    /** Takes no new work: ends when what is under way has ended, at once if nothing is. */
    public abstract void drain();

    /**
     * How long bytes have waited that one of its sockets does not take.
     *
     * @return nanoseconds, 0 when none wait
     */
    public abstract long stalledNanos();

    /** The byte budget was spent, or is available again: look whether to read. */
    public abstract void budgetChanged();
}
