package io.evenkeel.lb.netty.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * One way to drive sockets.
 *
 * @param name the kebab-case name in logs and the launcher
 * @param handlerType what tells an event loop group of this transport
 * @param handlers makes the I/O handler of an event loop
 * @param serverChannels makes listening channels
 * @param socketChannels makes connecting channels
 */
public record IoTransport(
        String name,
        Class<? extends IoHandler> handlerType,
        IoHandlerFactory handlers,
        ChannelFactory<? extends ServerChannel> serverChannels,
        ChannelFactory<? extends SocketChannel> socketChannels) {

    /**
     * A group of daemon event loops.
     *
     * @param threads how many, 1 or more
     * @param threadName the prefix of their threads' names
     * @return a new group, to be shut down by the caller
     */
    public IoEventLoopGroup newGroup(int threads, String threadName) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(threadName, true), handlers);
    }

    @Override
    public String toString() {
        return name;
    }
}
