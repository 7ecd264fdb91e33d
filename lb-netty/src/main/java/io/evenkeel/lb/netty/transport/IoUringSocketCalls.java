package io.evenkeel.lb.netty.transport;

import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;

/** What io_uring does not tell is asked of the socket. */
final class IoUringSocketCalls implements SocketCalls {

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

    @Override
    public boolean isReadable(Channel channel) {
        return UnreadBytes.test(channel);
    }
}
