package io.evenkeel.lb.netty.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One way to drive sockets.
 *
 * @param name the kebab-case name in logs and the launcher
 * @param handlerType what tells an event loop group of this transport
 * @param handlers makes the I/O handler of an event loop
 * @param servers makes listening channels of a family
 * @param sockets makes connecting channels of a family: IPv4 sockets cost less than IPv6 ones with mapped addresses
 * @param anySockets makes connecting channels for any address
 * @param datagrams makes channels for datagrams of both families
 * @param loops makes the loop that channels are registered with from one of the group
 * @param calls what is done beside the channels
 */
public record IoTransport(
        String name,
        Class<? extends IoHandler> handlerType,
        IoHandlerFactory handlers,
        Function<SocketProtocolFamily, ? extends ServerChannel> servers,
        Function<SocketProtocolFamily, ? extends Channel> sockets,
        ChannelFactory<? extends SocketChannel> anySockets,
        ChannelFactory<? extends DatagramChannel> datagrams,
        UnaryOperator<EventLoop> loops,
        SocketCalls calls) {

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

    /**
     * A channel to listen with.
     *
     * @param address what it will be bound to
     * @return a new, unregistered channel
     */
    public ServerChannel newServer(InetAddress address) {
        return servers.apply(family(address));
    }

    /**
     * A channel to connect with.
     *
     * @param address what it will be connected to
     * @return a new, unregistered channel
     */
    public Channel newSocket(InetAddress address) {
        return sockets.apply(family(address));
    }

    private static SocketProtocolFamily family(InetAddress address) {
        return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    @Override
    public String toString() {
        return name;
    }
}
