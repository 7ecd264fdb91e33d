package io.evenkeel.lb.health;

import io.evenkeel.lb.spi.Registration;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A connector with one NIO loop of its own, for use without a proxy. */
public final class NioConnector implements Connector, AutoCloseable {

    /** Only a handler that blocks its loop makes closing take any time. */
    private static final long CLOSE_SECONDS = 5;

    private final EventLoop loop;
    private final Connector connector;

    /**
     * A connector whose thread starts with the first connection.
     *
     * @param threads makes the loop's thread
     */
    public NioConnector(ThreadFactory threads) {
        // A loop without a group: a group tells of its end on a global executor, whose thread stays for a while.
        this.loop = new SingleThreadIoEventLoop(null, threads, NioIoHandler.newFactory());
        this.connector = new NettyConnector(loop, NioSocketChannel::new);
    }

    @Override
    public Registration connect(
            InetSocketAddress target, Duration timeout, ChannelHandler handler, Consumer<? super Throwable> onFailure) {
        return connector.connect(target, timeout, handler, onFailure);
    }

    /**
     * Closes all connections and ends the thread, and waits for it.
     *
     * @throws IllegalStateException on the loop's own thread, which cannot wait for itself
     */
    @Override
    public void close() {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("close() would wait for the event loop that it is called on");
        }
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2 * CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
