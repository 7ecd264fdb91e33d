package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.loop.SocketWriter;
import io.evenkeel.lb.netty.transport.SocketCalls;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket that speaks HTTP/1: what was read and not yet parsed, what was written and not yet sent. What is read waits
 * here until its owner takes it, and nothing more is read meanwhile; what its socket refuses is charged to the byte budget.
 * On the loop's thread.
 *
 * <p>A reset, which a write or a read hears of, ends a client's wire at once. What a server has sent before its own is still
 * of use: it is read to its end, of which the owner hears as of any other (decision 0021).
 */
final class Wire extends ChannelInboundHandlerAdapter implements ChannelFutureListener {

    private static final Logger log = LoggerFactory.getLogger(Wire.class);

    /** Refused bytes make a channel unwritable at once, and writable again when all are out. */
    private static final WriteBufferWaterMark NOTHING_PENDING = new WriteBufferWaterMark(1, 1);

    /** Whose socket it is. */
    interface Owner {

        /** There is more {@link Wire#input}. */
        void received();

        /** The peer has sent FIN, or {@link Wire#isReset} and all that it has sent before is there. */
        void inputEnded();

        /** The socket took all that it had refused. */
        void drained();

        /** The socket has failed, or was reset, and nothing that it has received is of use. */
        void broken(@Nullable Throwable cause);

        /** The socket is closed: the last call. */
        void closed();
    }

    private final Owner owner;
    private final Loop loop;
    private final Channel channel;
    private final SocketWriter writer;
    private final WireOutput output;

    private @Nullable ByteBuf input;
    private boolean wanted = true;
    private boolean inputEnded;
    /** Whether what the peer has sent before a reset is of use. */
    private final boolean readsBehindReset;
    /** Whether the peer has reset the connection: nothing more can be written, and the end of its input is no FIN. */
    private boolean reset;
    /** Whether a reset was heard of. */
    private boolean outputLost;

    private boolean closing;

    /** Bytes read since the beginning. */
    private long read;

    /**
     * A wire whose channel is about to be registered.
     *
     * @param owner whose it is
     * @param loop where it lives
     * @param channel configured here
     * @param readsBehindReset whether what the peer has sent before a reset is of use
     */
    Wire(Owner owner, Loop loop, Channel channel, boolean readsBehindReset) {
        this.owner = owner;
        this.loop = loop;
        this.channel = channel;
        this.writer = new SocketWriter(loop, channel);
        this.output = new WireOutput(loop, writer);
        this.readsBehindReset = readsBehindReset;
        ChannelConfig config = channel.config();
        config.setAutoRead(true);
        config.setAllocator(loop.allocator());
        config.setRecvByteBufAllocator(loop.buffers().reads());
        config.setWriteBufferWaterMark(NOTHING_PENDING);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        keepOpen(config, readsBehindReset);
        // The search keeps the deadline of a connect; Netty would allocate a timer for each.
        config.setConnectTimeoutMillis(0);
        channel.closeFuture().addListener(this);
        channel.pipeline().addLast(this);
    }

    @SuppressWarnings("deprecation") // Netty 4.2 has no other way to read on behind a failed write
    private static void keepOpen(ChannelConfig config, boolean behindFailedWrite) {
        config.setAutoClose(!behindFailedWrite);
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

    /** Whether the peer has reset the connection, so that the end of its input says nothing of its message. */
    boolean isReset() {
        return reset;
    }

    /** Says whether more is to be read, besides what waits here. */
    void want(boolean more) {
        wanted = more;
        updateReading();
    }

    void updateReading() {
        // Behind a reset there is only what the kernel holds; while it does, it tells of the hang-up again and again.
        boolean read =
                !closing && !inputEnded && (reset || (wanted && !loop.budget().isSpent()));
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
        int bytes = first.readableBytes() + second.readableBytes();
        if (reset && first.isWritable(second.readableBytes())) {
            first.writeBytes(second);
            second.release();
            return first;
        }
        ByteBuf both = loop.allocator().directBuffer(reset ? 2 * bytes : bytes);
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (inputEnded || closing) {
            return;
        }
        SocketCalls calls = loop.transport().calls();
        if (!reset && calls.isSilentlyReset(channel)) {
            reset(null);
        }
        if (reset) {
            calls.readToTheEnd(channel);
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
                closeIfReset();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (closing || (reset && inputEnded)) {
            return;
        }
        boolean writing = channel.isOpen() && channel.unsafe().outboundBuffer() == null;
        reset(cause);
        if (!writing && readsBehindReset && !closing) {
            ended(); // a read fails when there is nothing more to be read
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing && !inputEnded) {
            reset(null);
            if (readsBehindReset && !closing) {
                ended();
            }
        }
    }

    /** The peer has reset the connection; what it has sent before may not be read yet. */
    private void reset(@Nullable Throwable cause) {
        if (!readsBehindReset) {
            owner.broken(cause);
            return;
        }
        log.debug("reset by {}", channel.remoteAddress(), cause);
        dropOutput();
        writer.close();
        if (!inputEnded) { // else it has ended with a FIN
            reset = true;
            updateReading();
        }
        outputLost = true;
        closeIfReset();
    }

    /** Nothing can be written any more, and all is read: the socket is of no use. */
    private void closeIfReset() {
        if (outputLost && inputEnded) {
            channel.close();
        }
    }

    // ---- writing ----

    /** Where a head, or the frame of a chunk, is written to. */
    ByteBuf output(int atLeast) {
        return output.head(atLeast);
    }

    /** Writes a chunk behind what was written. */
    void write(ByteBuf chunk) {
        output.add(chunk);
    }

    void flush() {
        if (outputLost) {
            output.drop();
        } else {
            output.flush();
        }
    }

    /** What was not flushed is not sent. */
    void dropOutput() {
        output.drop();
    }

    boolean isReady() {
        return writer.isReady() && !outputLost;
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
        return output.written();
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
        dropOutput();
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
