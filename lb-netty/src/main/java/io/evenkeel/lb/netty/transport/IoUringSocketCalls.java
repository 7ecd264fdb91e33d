package io.evenkeel.lb.netty.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;

/** What io_uring does not tell is asked of the socket. */
final class IoUringSocketCalls implements SocketCalls {

    private static final int READ = 16384;

    /**
     * Netty misses a reset that comes right behind bytes: both wake its multi-shot poll at once, the read finds no byte after
     * those, and waits for another wake-up, which never comes. (A FIN is not missed; the kernel counts it as readable.)
     */
    @Override
    public boolean isSilentlyReset(Channel channel) {
        try {
            return ((Socket) ((UnixChannel) channel).fd()).getSoError() != 0;
        } catch (IOException closed) {
            return false; // of which the channel tells by itself
        }
    }

    /**
     * As it misses a reset, Netty waits for a wake-up that was before. What it has asked the kernel to read has come when a
     * read is told to be complete, so that nobody else reads here.
     */
    @Override
    public void readToTheEnd(Channel channel) {
        while (channel.isActive()) {
            ByteBuf bytes = channel.alloc().directBuffer(READ);
            int count = receive(channel, bytes);
            if (count <= 0) {
                bytes.release();
                channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
                return;
            }
            channel.pipeline().fireChannelRead(bytes.writerIndex(count));
        }
    }

    private static int receive(Channel channel, ByteBuf into) {
        try {
            return ((Socket) ((UnixChannel) channel).fd()).recvAddress(into.memoryAddress(), 0, into.capacity());
        } catch (IOException reset) {
            return -1;
        }
    }

    @Override
    public boolean isReadable(Channel channel) {
        return UnreadBytes.test(channel);
    }
}
