package io.evenkeel.lb.netty.loop;

import io.evenkeel.lb.netty.transport.SocketCalls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Writes to one socket: straight to it while it takes everything, else through its channel, which tries again when the
 * socket is ready. What waits meanwhile is charged to the byte budget. On the loop's thread.
 */
public final class SocketWriter {

    private final Loop loop;
    private final SocketCalls calls;
    private final Channel channel;
    /** Whether something was written to the channel and not flushed. */
    private boolean queued;
    /** What the socket refused, as charged to the budget. */
    private long charged;
    /** Since when something is charged, on the wheel's clock. */
    private long stalledSince;

    /**
     * A writer that has written nothing.
     *
     * @param loop where the channel lives
     * @param channel without bytes pending; its water marks let it say when there are none any more
     */
    public SocketWriter(Loop loop, Channel channel) {
        this.loop = loop;
        this.calls = loop.transport().calls();
        this.channel = channel;
    }

    /**
     * Writes bytes that go out with the next flush.
     *
     * @param bytes handed over
     */
    public void queue(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
        queued = true;
    }

    /** Sends what was queued. */
    public void flush() {
        if (queued) {
            queued = false;
            channel.flush();
            charge();
        }
    }

    /**
     * Writes bytes behind what was queued, and sends all.
     *
     * @param bytes handed over
     */
    public void send(ByteBuf bytes) {
        if (queued || charged != 0) {
            queue(bytes);
            flush();
        } else if (calls.send(channel, bytes)) {
            bytes.release();
        } else {
            channel.writeAndFlush(loop.buffers().unsent(bytes), channel.voidPromise());
            charge();
        }
    }

    private void charge() {
        long now = pending();
        if (now == charged) {
            return;
        }
        if (charged == 0) {
            stalledSince = loop.wheel().now();
        }
        loop.budget().charge(now - charged);
        charged = now;
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /**
     * Whether the socket has taken all that was sent.
     *
     * @return false while bytes wait
     */
    public boolean isReady() {
        return charged == 0 || pending() == 0;
    }

    /**
     * The channel's writability has changed.
     *
     * @return whether bytes have waited, and none wait any more
     */
    public boolean hasDrained() {
        if (charged == 0 || pending() > 0) {
            return false;
        }
        charge();
        return true;
    }

    /**
     * How long bytes have waited.
     *
     * @return nanoseconds, 0 when none wait
     */
    public long stalledNanos() {
        return charged == 0 ? 0 : loop.wheel().now() - stalledSince;
    }

    /** What waits is lost: the channel is closed. */
    public void close() {
        loop.budget().charge(-charged);
        charged = 0;
    }
}
