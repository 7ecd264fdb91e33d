package io.evenkeel.lb.netty.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;

/** Straight to the socket, which on epoll nobody else is at work with. */
final class EpollSocketCalls implements SocketCalls {

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

    @Override
    public boolean isSynchronous() {
        return true;
    }
}
