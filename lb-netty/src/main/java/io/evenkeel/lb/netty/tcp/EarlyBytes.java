package io.evenkeel.lb.netty.tcp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a client sent before it has a server. Bytes that come one by one share a buffer; none grows, since the allocator
 * would keep larger ones. On the loop's thread.
 */
final class EarlyBytes {

    private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>(2);
    private int size;

    int size() {
        return size;
    }

    /** Takes the buffer over. */
    void add(ByteBuf bytes) {
        size += bytes.readableBytes();
        ByteBuf last = buffers.peekLast();
        if (last != null && last.writableBytes() >= bytes.readableBytes()) {
            last.writeBytes(bytes);
            bytes.release();
        } else {
            buffers.add(bytes);
        }
    }

    /** The first buffer, now the caller's, or null. */
    @Nullable
    ByteBuf poll() {
        ByteBuf first = buffers.poll();
        if (first != null) {
            size -= first.readableBytes();
        }
        return first;
    }

    void release() {
        for (ByteBuf each = poll(); each != null; each = poll()) {
            each.release();
        }
    }
}
