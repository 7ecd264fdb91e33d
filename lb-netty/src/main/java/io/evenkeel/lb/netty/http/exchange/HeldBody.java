package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.netty.http.upstream.Side;
import io.evenkeel.lb.netty.loop.ByteBudget;
import io.evenkeel.lb.netty.loop.HeldBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * What was read of a request's body and is not to be lost yet: because there is no server to send it to, or because the
 * connection that it was sent on may turn out to have been closed before. On the loop's thread.
 */
final class HeldBody {

    /** A longer body is not sent a second time. */
    static final int MOST = 65536;

    private final HeldBytes bytes;

    HeldBody(ByteBudget budget, ByteBufAllocator allocator) {
        this.bytes = new HeldBytes(allocator, budget);
    }

    /** Whether all of a body of this length, or of an unknown one, -1, can be held. */
    static boolean mayHold(long length) {
        return length >= 0 && length <= MOST;
    }

    int size() {
        return bytes.size();
    }

    /** Copies the chunk, and releases it. */
    void add(ByteBuf chunk) {
        bytes.add(chunk);
    }

    /** Sends all, and keeps it if it may have to be sent again. */
    void sendTo(Side side, boolean keep) {
        if (keep) {
            bytes.forEach(chunk -> side.deliver(chunk.retainedDuplicate()));
            return;
        }
        for (ByteBuf chunk = bytes.poll(); chunk != null; chunk = bytes.poll()) {
            side.deliver(chunk);
        }
    }

    void release() {
        bytes.release();
    }
}
