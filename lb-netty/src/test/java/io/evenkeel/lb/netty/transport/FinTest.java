package io.evenkeel.lb.netty.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.netty.LeakExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How each transport ends a channel's output. */
@ExtendWith(LeakExtension.class)
class FinTest {

    /** Between the end of a connect and the first read a reset may come, of which nobody has heard yet. */
    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "io_uring"})
    void onASocketThatWasResetIsToldAsAnException(String name) throws Exception {
        IoTransport transport = IoTransports.named(name);
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        EventLoopGroup group = transport.newGroup(1, "evenkeel-fin-test");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EventLoop loop = transport.loops().apply(group.next());
            Channel channel = transport.newSocket(server.getInetAddress());
            channel.config().setAutoRead(false);
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    told.complete(cause);
                }
            });
            loop.register(channel).sync();
            channel.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()))
                    .sync();
            Socket peer = server.accept();
            peer.setSoLinger(true, 0);
            loop.submit(() -> {
                        peer.close(); // on loopback the reset is there when this returns
                        transport.calls().sendFin(channel);
                        return true;
                    })
                    .get();
            channel.config().setAutoRead(true); // the JDK says nothing before that
            assertEquals("told", told.thenApply(cause -> "told").get(5, TimeUnit.SECONDS));
            channel.close().sync();
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }
}
