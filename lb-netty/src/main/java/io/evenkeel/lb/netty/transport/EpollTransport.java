package io.evenkeel.lb.netty.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;

/** Linux epoll. */
final class EpollTransport {

    private EpollTransport() {}

    static IoTransport load() {
        Epoll.ensureAvailability();
        return new IoTransport(
                "epoll",
                EpollIoHandler.class,
                EpollIoHandler.newFactory(),
                EpollListener::new,
                EpollSocket::new,
                EpollSocketChannel::new,
                EpollDatagramChannel::new,
                loop -> new EpollLoop((IoEventLoop) loop),
                new EpollSocketCalls());
    }
}
