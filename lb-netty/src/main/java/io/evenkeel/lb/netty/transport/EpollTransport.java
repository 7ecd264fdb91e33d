package io.evenkeel.lb.netty.transport;

import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;

/** Linux epoll. */
final class EpollTransport {

    private EpollTransport() {}

    static IoTransport load() {
        Epoll.ensureAvailability();
        return new IoTransport(
                "epoll",
                EpollIoHandler.class,
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel::new,
                EpollSocketChannel::new,
                EpollSocketChannel::new,
                EpollDatagramChannel::new,
                EpollTransport::fin,
                loop -> new EpollLoop((IoEventLoop) loop),
                channel -> false,
                UnreadBytes::test);
    }

    /** Straight to the socket: Netty would fill in an exception's stack trace for writes that nobody makes. */
    private static void fin(Channel channel) {
        try {
            ((Socket) ((UnixChannel) channel).fd()).shutdown(false, true);
        } catch (IOException | NotYetConnectedException e) { // the latter is how Netty tells of a reset socket here
            channel.pipeline().fireExceptionCaught(e);
        }
    }
}
