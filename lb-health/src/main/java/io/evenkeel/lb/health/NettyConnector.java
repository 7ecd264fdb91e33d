package io.evenkeel.lb.health;

import io.evenkeel.lb.spi.Registration;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connector on somebody's event loops, whatever their transport. It owns nothing and needs no closing. */
public final class NettyConnector implements Connector {

    private final EventLoopGroup group;
    private final ChannelFactory<? extends Channel> channels;

    /**
     * A connector on the given loops.
     *
     * @param group its loops take turns; stays the caller's
     * @param channels makes TCP client channels that fit the group, for example {@code NioSocketChannel::new}; also the
     *     place to set an allocator. Called on the loops
     */
    public NettyConnector(EventLoopGroup group, ChannelFactory<? extends Channel> channels) {
        this.group = group;
        this.channels = channels;
    }

    @Override
    public Registration connect(
            InetSocketAddress target, Duration timeout, ChannelHandler handler, Consumer<? super Throwable> onFailure) {
        Attempt attempt = new Attempt(group.next(), onFailure);
        try {
            attempt.loop.execute(() -> attempt.open(channels, target, timeout, handler));
        } catch (RejectedExecutionException e) {
            onFailure.accept(e);
        }
        return attempt;
    }

    /**
     * One connection. Netty's Bootstrap does less well what is needed here: it would make the socket on the control thread,
     * and tell of a failure on a global executor whose thread outlives the balancer.
     */
    private static final class Attempt implements Registration {

        private final EventLoop loop;
        private final Consumer<? super Throwable> onFailure;
        private volatile boolean cancelled;

        /** On the loop only. */
        private @Nullable Channel channel;

        Attempt(EventLoop loop, Consumer<? super Throwable> onFailure) {
            this.loop = loop;
            this.onFailure = onFailure;
        }

        void open(
                ChannelFactory<? extends Channel> channels,
                InetSocketAddress target,
                Duration timeout,
                ChannelHandler handler) {
            if (cancelled) {
                return;
            }
            try {
                Channel opened = channels.newChannel();
                channel = opened;
                long roundedUp = timeout.plusNanos(999_999).toMillis(); // 0 would mean no timeout
                opened.config().setConnectTimeoutMillis(Math.toIntExact(roundedUp));
                opened.pipeline().addLast(handler);
                loop.register(opened).addListener(registered -> {
                    if (registered.isSuccess()) {
                        opened.connect(target).addListener(this::failUnlessSuccess);
                    } else {
                        failUnlessSuccess(registered);
                    }
                });
            } catch (RuntimeException e) { // no descriptor left, or a handler that cannot be added
                fail(e);
            }
        }

        private void failUnlessSuccess(Future<?> result) {
            Throwable cause = result.cause();
            if (cause != null) {
                fail(cause);
            }
        }

        private void fail(Throwable cause) {
            close();
            if (!cancelled) {
                onFailure.accept(cause);
            }
        }

        @Override
        public void cancel() {
            if (cancelled) {
                return;
            }
            cancelled = true;
            try {
                loop.execute(this::close);
            } catch (RejectedExecutionException e) {
                // The loop has ended, and closed its channels before.
            }
        }

        private void close() {
            Channel opened = channel;
            if (opened == null) {
                return;
            }
            if (opened.isRegistered()) {
                opened.close();
            } else if (opened.isOpen()) {
                opened.unsafe().closeForcibly();
            }
        }
    }
}
