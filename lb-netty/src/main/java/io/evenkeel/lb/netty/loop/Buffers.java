package io.evenkeel.lb.netty.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Where a loop's bytes are read to and written from. On a synchronous transport nearly all of them leave before the next are
 * read, so one large buffer for reading and one for heads serve all channels: nothing is allocated, and reads are long.
 * Whoever must keep bytes beyond the call that brings them copies them. On the loop's thread.
 */
public final class Buffers {

    /** At most what the adaptive allocator keeps per thread; larger buffers it would keep beyond the close. */
    static final int LARGEST = 16384;

    /** For larger ones, which are few, and for bytes that stay: in a pool each could keep half a MiB from being freed. */
    private static final ByteBufAllocator UNPOOLED = UnpooledByteBufAllocator.DEFAULT;

    static final int SMALLEST = 512;

    /** For transports that read when they like: each read has a buffer of its own. */
    private static final RecvByteBufAllocator OWN = new AdaptiveRecvByteBufAllocator(SMALLEST, 2048, LARGEST);

    private final ByteBufAllocator allocator;
    private final boolean synchronous;
    private final ReusableBuffer read;
    private final ReusableBuffer written;
    private final RecvByteBufAllocator reads;

    Buffers(ByteBufAllocator allocator, ByteBudget budget, boolean synchronous) {
        this.allocator = allocator;
        this.synchronous = synchronous;
        this.read = new ReusableBuffer(allocator, 65536);
        this.written = new ReusableBuffer(allocator, LARGEST);
        this.reads = synchronous ? new SharedReads(allocator, read, budget) : OWN;
    }

    /**
     * What channels read to.
     *
     * @return for a channel's configuration
     */
    public RecvByteBufAllocator reads() {
        return reads;
    }

    /**
     * A buffer to write to what goes out with the next flush.
     *
     * @param atLeast how many bytes there must be room for
     * @return empty, the caller's
     */
    public ByteBuf output(int atLeast) {
        int own = Math.max(SMALLEST, atLeast);
        return synchronous && own <= LARGEST ? written.take(own) : allocator.directBuffer(own);
    }

    /**
     * Copies bytes that were read behind others that go out. The shared buffer's own view spares the one that Netty makes for
     * each copy where the JDK gives it no Unsafe.
     *
     * @param from read to its end
     * @param to grows if need be
     */
    public void copy(ByteBuf from, ByteBuf to) {
        if (read.isTaken(from)) {
            to.writeBytes(from.internalNioBuffer(from.readerIndex(), from.readableBytes()));
            from.skipBytes(from.readableBytes());
        } else {
            to.writeBytes(from);
        }
    }

    /**
     * Bytes that were read and stay beyond the call that has brought them.
     *
     * @param bytes a whole buffer as it was read, handed over
     * @return the same, or a copy, the caller's
     */
    public ByteBuf keep(ByteBuf bytes) {
        return read.isTaken(bytes) ? copy(bytes) : bytes;
    }

    /**
     * Bytes that the socket does not take now.
     *
     * @param bytes what is left of a buffer or of a part of one, handed over
     * @return the same, or a copy that holds no more memory than it needs, the caller's
     */
    ByteBuf unsent(ByteBuf bytes) {
        return synchronous ? copy(bytes) : bytes;
    }

    private static ByteBuf copy(ByteBuf bytes) {
        ByteBuf copy = UNPOOLED.directBuffer(bytes.readableBytes());
        copy.writeBytes(bytes);
        bytes.release();
        return copy;
    }

    void close() {
        read.release();
        written.release();
    }

    /** All reads go to one buffer; when many sockets refuse bytes they become short, so that each holds fewer. */
    private static final class SharedReads extends DefaultMaxMessagesRecvByteBufAllocator {

        private final MaxMessageHandle reads;

        SharedReads(ByteBufAllocator allocator, ReusableBuffer buffer, ByteBudget budget) {
            reads = new MaxMessageHandle() {
                @Override
                public int guess() {
                    return buffer.size();
                }

                @Override
                public ByteBuf allocate(ByteBufAllocator ignored) {
                    return budget.isScarce() ? allocator.directBuffer(LARGEST) : buffer.take(LARGEST);
                }
            };
        }

        /** The same for all channels: where reads are synchronous nothing is kept from one to the next. */
        @Override
        public MaxMessageHandle newHandle() {
            return reads;
        }
    }

    /** One buffer that is taken again once all that was taken from it is released. */
    private static final class ReusableBuffer {

        private final ByteBufAllocator allocator;
        private final int size;
        private @Nullable ByteBuf buffer;

        ReusableBuffer(ByteBufAllocator allocator, int size) {
            this.allocator = allocator;
            this.size = size;
        }

        int size() {
            return size;
        }

        /** Empty, to be released; another one, of the size given, while the last to have it still has it. */
        ByteBuf take(int otherwise) {
            ByteBuf kept = buffer;
            if (kept != null && kept.refCnt() > 1) {
                return allocator.directBuffer(otherwise);
            }
            if (kept == null || kept.capacity() != size) { // it may have grown
                release();
                kept = UNPOOLED.directBuffer(size);
                buffer = kept;
            }
            return kept.clear().retain();
        }

        @SuppressWarnings("ReferenceEquality") // this very buffer, not one with the same bytes
        boolean isTaken(ByteBuf bytes) {
            return bytes == buffer;
        }

        void release() {
            ByteBuf kept = buffer;
            buffer = null;
            if (kept != null) {
                kept.release();
            }
        }
    }
}
