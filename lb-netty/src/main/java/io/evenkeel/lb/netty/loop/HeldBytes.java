package io.evenkeel.lb.netty.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were read and cannot go on yet: copied, since the buffer that they were read to is used again. Those that come
 * one by one share a buffer, so that no more is held than they need; none grows, since the allocator would keep larger
 * ones. They are charged to the byte budget. On the loop's thread.
 */
public final class HeldBytes {

    private final ByteBufAllocator allocator;
    private final ByteBudget budget;
    private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>(2);
    private int size;

    /**
     * Nothing is held.
     *
     * @param allocator where copies come from
     * @param budget the balancer's
     */
    public HeldBytes(ByteBufAllocator allocator, ByteBudget budget) {
        this.allocator = allocator;
        this.budget = budget;
    }

    /**
     * How many bytes are held.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Holds bytes behind those that are held already.
     *
     * @param bytes released when they are copied
     */
    public void add(ByteBuf bytes) {
        size += bytes.readableBytes();
        budget.charge(bytes.readableBytes());
        while (bytes.isReadable()) {
            ByteBuf last = withRoom(bytes.readableBytes());
            last.writeBytes(bytes, Math.min(last.writableBytes(), bytes.readableBytes()));
        }
        bytes.release();
    }

    private ByteBuf withRoom(int wanted) {
        ByteBuf last = buffers.peekLast();
        if (last == null || !last.isWritable()) {
            int capacity = Math.min(Buffers.LARGEST, Math.max(Buffers.SMALLEST, wanted));
            last = allocator.directBuffer(capacity, capacity);
            buffers.add(last);
        }
        return last;
    }

    /**
     * Lets the first buffer go.
     *
     * @return now the caller's, or null when nothing is held
     */
    public @Nullable ByteBuf poll() {
        ByteBuf first = buffers.poll();
        if (first != null) {
            size -= first.readableBytes();
            budget.charge(-first.readableBytes());
        }
        return first;
    }

    /**
     * Looks at what is held, and goes on holding it.
     *
     * @param visitor must not change a buffer
     */
    public void forEach(Consumer<ByteBuf> visitor) {
        buffers.forEach(visitor);
    }

    /** Lets everything go. */
    public void release() {
        for (ByteBuf each = poll(); each != null; each = poll()) {
            each.release();
        }
    }
}
