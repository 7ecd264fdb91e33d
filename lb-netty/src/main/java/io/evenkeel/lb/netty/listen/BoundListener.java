package io.evenkeel.lb.netty.listen;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One port's listening socket and who accepts on it. Control thread, which may wait for the loop that it lives on. */
final class BoundListener {

    private static final long BIND_SECONDS = 10;

    private final InetSocketAddress wanted;
    private final Channel channel;
    private final Acceptor acceptor;

    private BoundListener(InetSocketAddress wanted, Channel channel, Acceptor acceptor) {
        this.wanted = wanted;
        this.channel = channel;
        this.acceptor = acceptor;
    }

    /**
     * Binds without accepting: clients wait in the kernel until somebody serves.
     *
     * @param listener of one port
     * @throws UncheckedIOException when the address cannot be bound
     */
    static BoundListener bind(String service, Listener listener, IoTransport transport, EventLoopGroup group) {
        Channel channel;
        try {
            channel = transport.newServer(listener.address().getAddress());
        } catch (ChannelException e) { // no descriptor left
            throw notBound(service, listener, e);
        }
        Acceptor acceptor = new Acceptor(channel);
        channel.config().setAutoRead(false);
        // A port may be bound again while connections of a former run linger; two live listeners still collide.
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.pipeline().addLast(acceptor);
        ChannelFuture bound = group.register(channel);
        if (bound.awaitUninterruptibly(BIND_SECONDS, TimeUnit.SECONDS) && bound.isSuccess()) {
            bound = channel.bind(listener.address());
            if (bound.awaitUninterruptibly(BIND_SECONDS, TimeUnit.SECONDS) && bound.isSuccess()) {
                return new BoundListener(listener.address(), channel, acceptor);
            }
        }
        await(close(channel));
        throw notBound(service, listener, bound.cause());
    }

    private static UncheckedIOException notBound(String service, Listener listener, @Nullable Throwable cause) {
        String why = cause == null ? "no answer from the event loop in " + BIND_SECONDS + "s" : cause.getMessage();
        return new UncheckedIOException(
                "listen of " + service + ": " + listener + " is not allowed; allowed: an address that is free and of"
                        + " this machine (" + why + ")",
                cause instanceof IOException io ? io : new IOException(why, cause));
    }

    /** What was asked for: with port 0 where the system was to choose. */
    InetSocketAddress wanted() {
        return wanted;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    void serve(Frontend frontend, int serverPort) {
        acceptor.serve(frontend, serverPort);
    }

    /** Closes all at the same time, and waits for it: their ports are free then. */
    static void close(Collection<BoundListener> listeners) {
        listeners.stream().map(listener -> close(listener.channel)).toList().forEach(BoundListener::await);
        listeners.stream()
                .map(listener -> listener.channel.eventLoop())
                .distinct()
                .map(BoundListener::nextTurn)
                .toList()
                .forEach(BoundListener::await);
    }

    /**
     * NIO lets go of a closed socket only when its loop selects again: at the beginning of each turn, before the timers that
     * are due then.
     */
    private static Future<?> nextTurn(EventLoop loop) {
        Promise<Void> turned = loop.newPromise();
        try {
            // A loop that is about to end cancels what is scheduled.
            loop.execute(() -> loop.schedule(() -> {}, 1, TimeUnit.NANOSECONDS)
                    .addListener(begunOrCancelled -> turned.setSuccess(null)));
        } catch (RejectedExecutionException terminated) { // by the host, with all its sockets
            return loop.newSucceededFuture(null);
        }
        return turned;
    }

    private static ChannelFuture close(Channel channel) {
        if (channel.isRegistered()) {
            return channel.close();
        }
        channel.unsafe().closeForcibly();
        return channel.closeFuture();
    }

    private static void await(Future<?> done) {
        done.awaitUninterruptibly(BIND_SECONDS, TimeUnit.SECONDS);
    }
}
