package io.evenkeel.lb.netty.listen;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * An accepted client's wait for the descriptor to its server: until a connection of the balancer has ended, or a moment has
 * passed, whichever comes first; then it is tried again. On the client's loop.
 */
public final class DescriptorWait {

    /** Between two tries, where nothing ends. */
    public static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Shortage shortage;
    private final EventLoop loop;
    private final Runnable retry;
    private boolean on;
    /** Whether the shortage will call, even if the wait is over by then. */
    private boolean queued;

    /**
     * No wait yet.
     *
     * @param shortage the balancer's
     * @param loop the client's
     * @param retry called while the wait is on, which it is no more then
     */
    public DescriptorWait(Shortage shortage, EventLoop loop, Runnable retry) {
        this.shortage = shortage;
        this.loop = loop;
        this.retry = retry;
    }

    /** Has the class loaded while there are descriptors to read its file with. */
    static void load() {}

    /**
     * Whether the client waits.
     *
     * @return true from {@link #begin} to the next try
     */
    public boolean isOn() {
        return on;
    }

    /** The wait begins. */
    public void begin() {
        on = true;
        shortage.await();
        if (!queued) {
            queued = true;
            shortage.whenFreed(() -> loop.execute(this::freed));
        }
    }

    private void freed() {
        queued = false;
        retry();
    }

    /** The wait is over for now: if it was on, the caller's try comes next. */
    public void retry() {
        if (on) {
            on = false;
            retry.run();
            shortage.awaited(); // not before: a try that fails is no reason to accept more
        }
    }

    /** The client is gone, or was told so. */
    public void end() {
        if (on) {
            on = false;
            shortage.awaited();
        }
    }
}
