package io.evenkeel.lb.netty.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.List;

/** Straight to the socket, which on epoll nobody else is at work with. */
final class EpollSocketCalls implements SocketCalls {

    /** Each loop's list of what goes out at once: a head, a chunk, what is around it. */
    private static final FastThreadLocal<IovArray> PARTS = new FastThreadLocal<>() {
        @Override
        protected IovArray initialValue() {
            return new IovArray(16);
        }

        @Override
        protected void onRemoval(IovArray parts) {
            parts.release();
        }
    };

    private static Socket socket(Channel channel) {
        return (Socket) ((UnixChannel) channel).fd();
    }

    /** Netty would fill in an exception's stack trace for writes that nobody makes. */
    @Override
    public void sendFin(Channel channel) {
        try {
            socket(channel).shutdown(false, true);
        } catch (IOException | NotYetConnectedException e) { // the latter is how Netty tells of a reset socket here
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    @Override
    public boolean isReadable(Channel channel) {
        return UnreadBytes.test(channel);
    }

    @Override
    public boolean send(Channel channel, ByteBuf bytes) {
        // The number of a closed descriptor may be somebody else's by now.
        if (!bytes.hasMemoryAddress() || !channel.isActive()) {
            return false;
        }
        try {
            int from = bytes.readerIndex();
            bytes.skipBytes(socket(channel).sendAddress(bytes.memoryAddress(), from, bytes.writerIndex()));
        } catch (IOException failed) {
            return false; // as the channel's own attempt will
        }
        return !bytes.isReadable();
    }

    /** What the kernel is not told of, as there are too many, is left for the channel. */
    @Override
    public boolean send(Channel channel, List<ByteBuf> all) {
        if (!channel.isActive()) {
            return false;
        }
        IovArray parts = PARTS.get();
        parts.clear();
        for (int i = 0; i < all.size(); i++) { // no iterator: nothing is allocated here
            ByteBuf next = all.get(i);
            if (!next.hasMemoryAddress() || !parts.add(next, next.readerIndex(), next.readableBytes())) {
                break;
            }
        }
        long taken = 0;
        try {
            if (parts.count() > 0) {
                taken = socket(channel).writevAddresses(parts.memoryAddress(0), parts.count());
            }
        } catch (IOException failed) {
            return false; // as the channel's own attempt will
        }
        boolean empty = true;
        for (int i = 0; i < all.size(); i++) {
            ByteBuf next = all.get(i);
            int now = (int) Math.min(taken, next.readableBytes());
            next.skipBytes(now);
            taken -= now;
            empty &= !next.isReadable();
        }
        return empty;
    }

    @Override
    public boolean isSynchronous() {
        return true;
    }
}
