package io.evenkeel.lb.netty.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.netty.LeakExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Netty turns Nagle's algorithm off by itself; nobody here asks for it again, a system call for each connection. */
@ExtendWith(LeakExtension.class)
class NoDelayTest {

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "io_uring"})
    void socketsSendAtOnce(String name) throws Exception {
        IoTransport transport = IoTransports.named(name);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        EventLoopGroup group = transport.newGroup(1, "evenkeel-no-delay-test");
        try {
            EventLoop loop = transport.loops().apply(group.next());
            ServerChannel server = transport.newServer(loopback);
            server.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object client) {
                    accepted.complete((Channel) client);
                }
            });
            loop.register(server).sync();
            server.bind(new InetSocketAddress(loopback, 0)).sync();
            Channel connected = transport.newSocket(loopback);
            loop.register(connected).sync();
            connected.connect(server.localAddress()).sync();
            Channel client = accepted.get(5, TimeUnit.SECONDS);
            assertEquals(true, client.config().getOption(ChannelOption.TCP_NODELAY));
            assertEquals(true, connected.config().getOption(ChannelOption.TCP_NODELAY));
            loop.submit(() -> client.unsafe().closeForcibly()).sync();
            connected.close().sync();
            server.close().sync();
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }
}
