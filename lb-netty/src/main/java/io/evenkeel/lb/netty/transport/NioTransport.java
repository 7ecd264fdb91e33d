package io.evenkeel.lb.netty.transport;

import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** The JDK's selector. */
final class NioTransport {

    private NioTransport() {}

    static IoTransport load() {
        return new IoTransport(
                "nio",
                NioIoHandler.class,
                NioIoHandler.newFactory(),
                family -> new NioServerSocketChannel(SelectorProvider.provider(), family),
                family -> new NioSocketChannel(SelectorProvider.provider(), family),
                NioSocketChannel::new,
                NioDatagramChannel::new,
                loop -> loop,
                SocketCalls.PORTABLE);
    }
}
