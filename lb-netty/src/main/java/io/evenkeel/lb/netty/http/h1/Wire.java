package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.loop.SocketWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One socket that speaks HTTP/1: what was read and not yet parsed, what was written and not yet sent. What is read waits
 * here until its owner takes it, and nothing more is read meanwhile; what its socket refuses is charged to the byte budget.
 * On the loop's thread.
 */
final class Wire extends ChannelInboundHandlerAdapter implements ChannelFutureListener {

    /** Refused bytes make a channel unwritable at once, and writable again when all are out. */
    private static final WriteBufferWaterMark NOTHING_PENDING = new WriteBufferWaterMark(1, 1);

    /** A chunk of at most this size is copied behind what it follows: cheaper than a buffer of its own. */
    private static final int COPIED = 4096;

    /** Whose socket it is. */
    interface Owner {

        /** There is more {@link Wire#input}. */
        void received();

        /** The peer has sent FIN. */
        void inputEnded();

        /** The socket took all that it had refused. */
        void drained();

        /** The socket has failed, or was reset. */
        void broken(@Nullable Throwable cause);

        /** The socket is closed: the last call. */
        void closed();
    }

    private final Owner owner;
    private final Loop loop;
    private final Channel channel;
    private final SocketWriter writer;

    private @Nullable ByteBuf input;
    private boolean wanted = true;
    private boolean inputEnded;
    private boolean closing;

    private @Nullable ByteBuf output;
    /** Bytes read and written since the beginning. */
    private long read;

    private long written;

    /**
     * A wire whose channel is about to be registered.
     *
     * @param owner whose it is
     * @param loop where it lives
     * @param channel configured here
     */
    Wire(Owner owner, Loop loop, Channel channel) {
        this.owner = owner;
        this.loop = loop;
        this.channel = channel;
        this.writer = new SocketWriter(loop, channel);
        ChannelConfig config = channel.config();
        config.setAutoRead(true);
        config.setAllocator(loop.allocator());
        config.setRecvByteBufAllocator(loop.buffers().reads());
        config.setWriteBufferWaterMark(NOTHING_PENDING);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        // The search keeps the deadline of a connect; Netty would allocate a timer for each.
        config.setConnectTimeoutMillis(0);
        channel.closeFuture().addListener(this);
        channel.pipeline().addLast(this);
    }

    Channel channel() {
        return channel;
    }

    // ---- reading ----

    /** What was read and not taken, at least a byte, or null. */
    @Nullable
    ByteBuf input() {
        return input;
    }

    /** Some of the input was taken. */
    void taken() {
        ByteBuf now = input;
        if (now != null && !now.isReadable()) {
            input = null;
            now.release();
        }
    }

    /** Takes bytes off the input's beginning: all of it is handed over, a part shares its memory. */
    ByteBuf take(int bytes) {
        ByteBuf now = Objects.requireNonNull(input);
        if (bytes == now.readableBytes()) {
            input = null;
            return now;
        }
        return now.readRetainedSlice(bytes);
    }

    void dropInput() {
        ByteBuf now = input;
        input = null;
        if (now != null) {
            now.release();
        }
    }

    boolean isInputEnded() {
        return inputEnded;
    }

    /** Says whether more is to be read, besides what waits here. */
    void want(boolean more) {
        wanted = more;
        updateReading();
    }

    void updateReading() {
        boolean read = wanted && !closing && !inputEnded && !loop.budget().isSpent();
        ChannelConfig config = channel.config();
        if (config.isAutoRead() != read) {
            config.setAutoRead(read);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closing || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        read += bytes.readableBytes();
        ByteBuf before = input;
        input = before == null ? bytes : join(before, bytes);
        owner.received();
        ByteBuf left = input;
        if (left != null) {
            input = loop.buffers().keep(left);
        }
    }

    /** Some transports hand over what they had begun to read when they were told to stop. */
    private ByteBuf join(ByteBuf first, ByteBuf second) {
        ByteBuf both = loop.allocator().directBuffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!inputEnded && !closing && loop.transport().calls().isSilentlyReset(channel)) {
            owner.broken(null);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            if (!writer.isReady()) {
                // The kernel tells of a reset once: if a write has heard of it, a read sees an ordinary end.
                // io_uring reports that end first, and the write's failure in the same turn of the loop.
                loop.eventLoop().execute(this::ended);
            } else {
                ended();
            }
        }
    }

    private void ended() {
        if (!inputEnded && !closing) {
            inputEnded = true;
            owner.inputEnded();
            if (!closing) {
                updateReading();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!closing) {
            owner.broken(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            owner.broken(null);
        }
    }

    // ---- writing ----

    /** Where a head, or the frame of a chunk, is written to. */
    ByteBuf output(int atLeast) {
        ByteBuf now = output;
        if (now == null) {
            now = loop.buffers().output(atLeast);
            output = now;
        }
        return now;
    }

    /** Writes a chunk behind what was written. */
    void write(ByteBuf chunk) {
        ByteBuf now = output;
        if (now != null && chunk.readableBytes() <= COPIED) {
            now.writeBytes(chunk);
            chunk.release();
            return;
        }
        passOutput();
        written += chunk.readableBytes();
        writer.queue(chunk);
    }

    private void passOutput() {
        ByteBuf now = output;
        if (now != null) {
            output = null;
            written += now.readableBytes();
            writer.queue(now);
        }
    }

    void flush() {
        ByteBuf now = output;
        if (now == null) {
            writer.flush();
        } else {
            output = null;
            written += now.readableBytes();
            writer.send(now);
        }
    }

    boolean isReady() {
        return writer.isReady();
    }

    /** The socket took all that it had refused, or refuses some: water marks are set so that there is nothing between. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!closing && writer.hasDrained()) {
            owner.drained();
        }
    }

    long stalledNanos() {
        return writer.stalledNanos();
    }

    long read() {
        return read;
    }

    long written() {
        return written;
    }

    // ---- end ----

    /** Sends a FIN; nothing is pending, and nothing will be written any more. */
    void sendFin() {
        loop.transport().calls().sendFin(channel);
    }

    /** Ends it, with a FIN or with a reset; what is pending is lost. */
    void close(boolean reset) {
        if (closing) {
            return;
        }
        closing = true;
        dropInput();
        ByteBuf unsent = output;
        output = null;
        if (unsent != null) {
            unsent.release();
        }
        if (reset && channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.unsafe().closeForcibly();
        }
        writer.close();
    }

    /** The channel's socket is closed, which may take a while: io_uring takes back what it has in flight first. */
    @Override
    public void operationComplete(ChannelFuture closed) {
        owner.closed();
    }
}
