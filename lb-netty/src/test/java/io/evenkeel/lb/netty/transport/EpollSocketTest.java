package io.evenkeel.lb.netty.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.LeakExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a socket on epoll tells its handlers, and when. */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
class EpollSocketTest {

    private final IoTransport transport = IoTransports.named("epoll");
    private final EventLoopGroup group = transport.newGroup(1, "evenkeel-epoll-test");
    private final EventLoop loop = transport.loops().apply(group.next());
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private ServerChannel listener;

    @BeforeEach
    void listen() throws Exception {
        listener = listen(InetAddress.getLoopbackAddress());
    }

    private ServerChannel listen(InetAddress address) throws InterruptedException {
        ServerChannel server = transport.newServer(address);
        server.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object client) {
                accepted.add((Channel) client);
            }
        });
        loop.register(server).sync();
        server.bind(new InetSocketAddress(address, 0)).sync();
        return server;
    }

    @AfterEach
    void end() throws InterruptedException {
        listener.close().sync();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    /** Notes what is told: bytes as text. */
    private final class Noting extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            told.add(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                told.add("FIN");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.add("failed");
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            told.add("closed");
        }
    }

    private Socket connect(ServerChannel server) throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        return new Socket(InetAddress.getLoopbackAddress(), address.getPort());
    }

    private Channel accept(boolean reading) throws Exception {
        Channel channel = take(accepted);
        channel.config().setAutoRead(reading);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.pipeline().addLast(new Noting());
        loop.register(channel).sync();
        return channel;
    }

    private static <T> T take(BlockingQueue<T> from) throws InterruptedException {
        T first = from.poll(5, TimeUnit.SECONDS);
        assertTrue(first != null, "nothing within five seconds");
        return first;
    }

    /** Whether the loop has turned, with all that was there to be heard. */
    private void turn() throws Exception {
        for (int i = 0; i < 3; i++) {
            loop.schedule(() -> true, 1, TimeUnit.MILLISECONDS).get();
        }
    }

    @Test
    void bytesAndFinAreToldOnlyToWhoReads() throws Exception {
        try (Socket peer = connect(listener)) {
            Channel channel = accept(false);
            peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            peer.shutdownOutput();
            turn();
            assertNull(told.peek());
            channel.config().setAutoRead(true);
            assertEquals("hello", take(told));
            assertEquals("FIN", take(told));
            turn();
            assertNull(told.peek(), "a FIN is told once");
            assertTrue(channel.isActive());
            channel.close().sync();
        }
    }

    /** As handlers do that set the pace themselves, TLS among them. */
    @Test
    void whoAsksForOneReadGetsOne() throws Exception {
        try (Socket peer = connect(listener)) {
            Channel channel = accept(false);
            channel.read();
            peer.getOutputStream().write("one".getBytes(StandardCharsets.US_ASCII));
            assertEquals("one", take(told));
            peer.getOutputStream().write("two".getBytes(StandardCharsets.US_ASCII));
            turn();
            assertNull(told.peek());
            channel.read();
            assertEquals("two", take(told));
            channel.close().sync();
        }
    }

    @Test
    void aFinClosesWhereHalfClosureIsNotAllowed() throws Exception {
        try (Socket peer = connect(listener)) {
            Channel channel = accept(true);
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
            peer.shutdownOutput();
            assertEquals("closed", take(told));
            channel.closeFuture().sync();
        }
    }

    @Test
    void aResetIsToldAlsoToWhoDoesNotRead() throws Exception {
        Socket peer = connect(listener);
        Channel channel = accept(false);
        peer.setSoLinger(true, 0);
        peer.close();
        assertEquals("failed", take(told));
        assertEquals("closed", take(told));
        channel.closeFuture().sync();
    }

    @Test
    void aResetBehindAFinIsToldToWhoWrites() throws Exception {
        Socket peer = connect(listener);
        Channel channel = accept(true);
        peer.shutdownOutput();
        assertEquals("FIN", take(told));
        peer.setSoLinger(true, 0);
        peer.close();
        turn();
        assertTrue(
                channel.writeAndFlush(channel.alloc().directBuffer().writeZero(1))
                                .await()
                                .cause()
                        instanceof IOException);
        channel.close().sync();
    }

    @Test
    void addressesAreKnown() throws Exception {
        ServerChannel everywhere = listen(new InetSocketAddress(0).getAddress());
        for (ServerChannel server : new ServerChannel[] {listener, everywhere}) {
            try (Socket peer = connect(server)) {
                Channel channel = accept(false);
                assertEquals(peer.getLocalSocketAddress(), channel.remoteAddress());
                assertEquals(peer.getRemoteSocketAddress(), channel.localAddress());
                channel.close().sync();
            }
        }
        everywhere.close().sync();
    }

    @Test
    void aConnectedOneKnowsItsAddresses() throws Exception {
        Channel channel = transport.newSocket(InetAddress.getLoopbackAddress());
        loop.register(channel).sync();
        assertNull(channel.remoteAddress());
        channel.connect(listener.localAddress()).sync();
        Channel peer = take(accepted);
        assertEquals(listener.localAddress(), channel.remoteAddress());
        assertEquals(peer.remoteAddress(), channel.localAddress());
        loop.submit(() -> peer.unsafe().closeForcibly()).sync();
        channel.close().sync();
    }

    @Test
    void aRefusedConnectFailsAndNamesTheAddress() throws Exception {
        ServerChannel gone = listen(InetAddress.getLoopbackAddress());
        InetSocketAddress address = (InetSocketAddress) gone.localAddress();
        gone.close().sync();
        Channel channel = transport.newSocket(InetAddress.getLoopbackAddress());
        loop.register(channel).sync();
        String message = channel.connect(address).await().cause().getMessage();
        assertTrue(message.contains("Connection refused") && message.contains(":" + address.getPort()), message);
        channel.close().sync();
    }
}
