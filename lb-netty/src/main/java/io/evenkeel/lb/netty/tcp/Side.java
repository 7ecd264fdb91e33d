package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.netty.loop.HeldBytes;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.loop.SocketWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection: reads from its channel and writes to the other side's. What was read is written at once; while
 * the other side's socket refuses bytes, this side does not read, so that one read buffer per direction is all that a
 * stalled connection holds. On the loop's thread.
 */
final class Side extends ChannelInboundHandlerAdapter implements ChannelFutureListener {

    /** As many bytes as a client may send while it waits for a server, about; the kernel's buffer takes more. */
    private static final int MOST_EARLY = 16384;

    private final TcpConnection connection;
    private final Channel channel;
    private final SocketWriter writer;
    private final boolean client;

    private @Nullable Side other;
    /** Read while there is no other side yet: the kernel may hand bytes over with a FIN although nobody asked. */
    private @Nullable HeldBytes early;

    private boolean finReceived;
    private boolean finSent;

    Side(TcpConnection connection, Channel channel, boolean client) {
        this.connection = connection;
        this.channel = channel;
        this.writer = new SocketWriter(connection.loop(), channel);
        this.client = client;
        channel.closeFuture().addListener(this);
    }

    Channel channel() {
        return channel;
    }

    boolean finReceived() {
        return finReceived;
    }

    /**
     * Reads a little while there is no other side yet, for as long as that may last: NIO tells of a reset only to who reads.
     */
    void watchWhileWaiting() {
        if (other == null && !finReceived && takesEarly()) {
            channel.config().setAutoRead(true);
        }
    }

    private boolean takesEarly() {
        return (early == null || early.size() < MOST_EARLY)
                && !connection.loop().budget().isSpent();
    }

    /** Both sides are there: what came early goes out, and reading begins. */
    void relayTo(Side peer) {
        other = peer;
        HeldBytes kept = early;
        early = null;
        while (kept != null && kept.size() > 0) {
            forward(peer, Objects.requireNonNull(kept.poll()));
        }
        if (finReceived) {
            peer.passFin();
        }
        updateReading();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (connection.isEnded()) {
            bytes.release();
            return;
        }
        connection.touch();
        Side peer = other;
        if (peer == null) {
            Loop loop = connection.loop();
            HeldBytes kept = early == null ? new HeldBytes(loop.allocator(), loop.budget()) : early;
            early = kept;
            kept.add(bytes);
            if (!takesEarly()) {
                channel.config().setAutoRead(false);
            }
        } else {
            forward(peer, bytes);
        }
    }

    private void forward(Side peer, ByteBuf bytes) {
        connection.count(client, bytes.readableBytes());
        peer.writer.send(bytes);
        if (!peer.writer.isReady()) {
            updateReading();
        }
    }

    /** The socket took all that it had refused, or refuses some: water marks are set so that there is nothing between. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Side peer = other;
        if (peer == null || connection.isEnded() || !writer.hasDrained()) {
            return;
        }
        connection.touch();
        if (peer.finReceived) {
            passFin();
        }
        peer.updateReading();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event != ChannelInputShutdownEvent.INSTANCE) {
            return;
        }
        if (!writer.isReady()) {
            // The kernel tells of a reset once: if a write has heard of it, a read sees an ordinary end.
            // io_uring reports that end first, and the write's failure in the same turn of the loop.
            connection.loop().eventLoop().execute(this::ended);
        } else {
            ended();
        }
    }

    private void ended() {
        if (finReceived || connection.isEnded()) {
            return;
        }
        finReceived = true;
        Side peer = other;
        if (peer != null) {
            peer.passFin();
        }
        if (!connection.isEnded()) {
            updateReading();
            connection.halfEnded();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!finReceived
                && !connection.isEnded()
                && connection.loop().transport().calls().isSilentlyReset(channel)) {
            connection.broken(client, null);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.broken(client, cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (finSent && !finReceived && !connection.isEnded()) {
            ended(); // its FIN: see passFin; a reset would have come as an exception
        } else {
            connection.broken(client, null);
        }
    }

    /** The other side has ended its half: so does this one, once all bytes are out. */
    private void passFin() {
        Side peer = other;
        if (!writer.isReady() || finSent || peer == null) {
            return;
        }
        finSent = true;
        if (finReceived && peer.writer.isReady()) {
            connection.complete();
        } else {
            connection.loop().transport().calls().sendFin(channel);
            // With its own FIN this side is done, so Netty may close it at once: three system calls less.
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, finReceived);
        }
    }

    /** Reads only while the other side takes bytes, and the balancer has room for what it may not take. */
    void updateReading() {
        Side peer = other;
        if (peer == null) {
            return;
        }
        boolean read = !connection.isEnded()
                && !finReceived
                && peer.writer.isReady()
                && !connection.loop().budget().isSpent();
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    long stalledNanos() {
        return writer.stalledNanos();
    }

    /** The channel's socket is closed, which may take a while: io_uring takes back what it has in flight first. */
    @Override
    public void operationComplete(ChannelFuture closed) {
        connection.sideClosed();
    }

    /** Ends this side: with a FIN, or with a reset. */
    void close(boolean reset) {
        if (early != null) {
            early.release();
            early = null;
        }
        if (reset && channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
        writer.close();
    }
}
