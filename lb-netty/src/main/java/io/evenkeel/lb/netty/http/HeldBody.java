package io.evenkeel.lb.netty.http;

import io.evenkeel.lb.netty.loop.ByteBudget;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/**
 * What was read of a request's body and is not to be lost yet: because there is no server to send it to, or because the
 * connection that it was sent on may turn out to have been closed before. On the loop's thread.
 */
final class HeldBody {

    /** A longer body is not sent a second time. */
    static final int MOST = 65536;

    private final ByteBudget budget;
    private final ArrayDeque<ByteBuf> chunks = new ArrayDeque<>(4);
    private int size;

    HeldBody(ByteBudget budget) {
        this.budget = budget;
    }

    /** Whether all of a body of this length, or of an unknown one, -1, can be held. */
    static boolean mayHold(long length) {
        return length >= 0 && length <= MOST;
    }

    int size() {
        return size;
    }

    /** Takes the chunk over. */
    void add(ByteBuf chunk) {
        size += chunk.readableBytes();
        budget.charge(chunk.readableBytes());
        chunks.add(chunk);
    }

    /** Sends all, and keeps it if it may have to be sent again. */
    void sendTo(Side side, boolean keep) {
        if (keep) {
            chunks.forEach(chunk -> side.deliver(chunk.retainedDuplicate()));
            return;
        }
        budget.charge(-size);
        size = 0;
        for (ByteBuf chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            side.deliver(chunk);
        }
    }

    void release() {
        budget.charge(-size);
        size = 0;
        for (ByteBuf chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            chunk.release();
        }
    }
}
