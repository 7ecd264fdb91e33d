package io.evenkeel.lb.netty.transport;

import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The JDK's selector. */
final class NioTransport {

    private NioTransport() {}

    static IoTransport load() {
        return new IoTransport(
                "nio",
                NioIoHandler.class,
                NioIoHandler.newFactory(),
                NioServerSocketChannel::new,
                NioSocketChannel::new);
    }
}
