package io.evenkeel.lb.netty.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * An epoll event loop that asks for what its {@link EpollSocket}s are interested in at the end of each turn; everything else
 * is the loop's own that stands behind it, which may be the host's.
 */
final class EpollLoop extends AbstractEventExecutor implements IoEventLoop {

    private final IoEventLoop loop;
    private final ArrayList<EpollInterest> changed = new ArrayList<>();
    private final Runnable tell = this::tell; // allocated once

    EpollLoop(IoEventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        if (!(handle instanceof Channel.Unsafe unsafe
                && unsafe.voidPromise().channel() instanceof EpollSocket socket)) {
            return loop.register(handle);
        }
        Future<IoRegistration> done = loop.register(socket.events());
        if (!done.isSuccess()) { // the loop has ended: on its own thread it is done at once
            return done;
        }
        EpollInterest interest = new EpollInterest(this, socket, done.getNow());
        socket.registered(interest);
        return newSucceededFuture(interest);
    }

    /** An interest is to be told to the kernel when this turn's events and tasks are done with. */
    void changed(EpollInterest interest) {
        if (changed.isEmpty()) {
            loop.execute(tell);
        }
        changed.add(interest);
    }

    private void tell() {
        for (int i = 0; i < changed.size(); i++) { // a failure may add to them
            changed.get(i).tell();
        }
        changed.clear();
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
