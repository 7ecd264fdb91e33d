package io.evenkeel.lb.netty.loop;

import io.evenkeel.lb.netty.transport.SocketCalls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.List;

/**
 * Writes to one socket: straight to it while it takes everything, else through its channel, which tries again when the
 * socket is ready. What waits meanwhile is charged to the byte budget. On the loop's thread.
 */
public final class SocketWriter {

    private final Loop loop;
    private final SocketCalls calls;
    private final Channel channel;
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
     * Sends bytes.
     *
     * @param bytes handed over
     */
    public void send(ByteBuf bytes) {
        if (charged == 0 && calls.send(channel, bytes)) {
            bytes.release();
        } else {
            channel.writeAndFlush(loop.buffers().unsent(bytes), channel.voidPromise());
            charge();
        }
    }

    /**
     * Sends several buffers at once.
     *
     * @param all in their order, handed over; left empty
     */
    public void send(List<ByteBuf> all) {
        boolean sent = charged == 0 && calls.send(channel, all);
        for (int i = 0; i < all.size(); i++) { // no iterator: nothing is allocated here
            ByteBuf next = all.get(i);
            if (next.isReadable()) {
                channel.write(loop.buffers().unsent(next), channel.voidPromise());
            } else {
                next.release();
            }
        }
        all.clear();
        if (!sent) {
            channel.flush();
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
