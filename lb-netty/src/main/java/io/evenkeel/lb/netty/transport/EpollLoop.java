package io.evenkeel.lb.netty.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * An epoll event loop whose sockets stay in the interest set for as long as they are registered; everything else is the
 * loop's own that stands behind it, which may be the host's.
 *
 * <p>Since 4.2.13 Netty takes a socket out of epoll when nothing is wanted of it, which is so once its peer has sent a FIN,
 * and forgets that it did: the next time that the socket is full, {@code EPOLL_CTL_MOD} fails with {@code ENOENT}, and
 * Netty ends the stream in the middle, with a FIN that nobody sent. So here "nothing" becomes "edge-triggered, nothing":
 * the kernel still adds errors and hang-ups, but tells each of them once, so that they do not spin the loop. Remove this
 * when Netty adds such a socket anew. Besides, what is submitted twice is asked for once, a system call less for each
 * connection made.
 */
final class EpollLoop extends AbstractEventExecutor implements IoEventLoop {

    private final IoEventLoop loop;

    EpollLoop(IoEventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Future<IoRegistration> done = loop.register(handle);
        if (done.isSuccess()) { // always so on the loop's thread
            return newSucceededFuture(new Kept(done.getNow()));
        }
        Promise<IoRegistration> kept = newPromise();
        done.addListener((Future<IoRegistration> registered) -> {
            if (registered.isSuccess()) {
                kept.setSuccess(new Kept(registered.getNow()));
            } else {
                kept.setFailure(registered.cause());
            }
        });
        return kept;
    }

    /** A registration that is kept, and asks the kernel only for what it does not do already. Loop's thread. */
    private static final class Kept implements IoRegistration {

        private final IoRegistration registration;
        private int submitted;

        Kept(IoRegistration registration) {
            this.registration = registration;
        }

        @Override
        public long submit(IoOps ops) {
            EpollIoOps kept = ((EpollIoOps) ops).value() == 0 ? EpollIoOps.EPOLLET : (EpollIoOps) ops;
            if (kept.value() == submitted) {
                return submitted;
            }
            long result = registration.submit(kept);
            submitted = kept.value();
            return result;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's signature
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }

    // ---- channels are registered with this loop, so that they come to the registration above ----

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    // ---- the loop's own ----

    @Override
    public EventLoopGroup parent() {
        return loop.parent();
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return loop.isCompatible(handleType);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> handlerType) {
        return loop.isIoType(handlerType);
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return loop.inEventLoop(thread);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void lazyExecute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return loop.schedule(task, delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return loop.schedule(task, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return loop.scheduleAtFixedRate(task, initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return loop.scheduleWithFixedDelay(task, initialDelay, delay, unit);
    }

    @Override
    public boolean isShuttingDown() {
        return loop.isShuttingDown();
    }

    @Override
    public boolean isShutdown() {
        return loop.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return loop.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return loop.awaitTermination(timeout, unit);
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        return loop.shutdownGracefully(quietPeriod, timeout, unit);
    }

    @Override
    public Future<?> terminationFuture() {
        return loop.terminationFuture();
    }

    @Override
    @Deprecated
    public void shutdown() {
        loop.shutdown();
    }
}
