package io.evenkeel.lb.netty;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.EngineContext;
import io.evenkeel.lb.engine.TrafficListener;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.health.HealthMonitor;
import io.evenkeel.lb.health.NettyConnector;
import io.evenkeel.lb.netty.listen.Shortage;
import io.evenkeel.lb.netty.loop.ByteBudget;
import io.evenkeel.lb.netty.loop.LiveConnection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.resolve.DnsNameWatch;
import io.evenkeel.lb.netty.resolve.DnsResolver;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.netty.transport.IoTransports;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a balancer runs on: threads, loops, engine and monitor; those of its own are started and ended here. */
final class Machinery {

    private static final Logger log = LoggerFactory.getLogger(Machinery.class);

    private static final long SHUTDOWN_SECONDS = 5;

    private final IoTransport transport;
    private final IoEventLoopGroup group;
    private final boolean ownsGroup;
    private final @Nullable ScheduledExecutorService ownExecutor;
    private final ControlLoop control;
    private final Engine engine;
    private final List<Loop> loops;
    private final ByteBudget budget;
    private final TimeSource time;
    private final RandomSource random;
    private final Shortage shortage;
    private final DnsResolver resolver;
    private final Duration patience;
    /** Whether {@link #shed} is scheduled. Control thread. */
    private boolean shedding;

    Machinery(NettyLoadBalancer.Builder settings, TrafficListener traffic) {
        IoEventLoopGroup given = settings.group;
        transport = settings.sockets.apply(given != null ? IoTransports.of(given) : load(settings.transport));
        ownsGroup = given == null;
        group = given != null ? given : transport.newGroup(settings.threads, settings.threadName + "-io");
        ScheduledExecutorService host = settings.controlExecutor;
        ScheduledExecutorService executor = host != null ? host : newExecutor(settings.threadName);
        ownExecutor = host != null ? null : executor;
        control = new ControlLoop(executor);

        List<EventLoop> eventLoops = new ArrayList<>();
        for (EventExecutor each : group) {
            eventLoops.add(transport.loops().apply((EventLoop) each));
        }
        HealthMonitor monitor = new HealthMonitor(
                control, settings.time, settings.random, new NettyConnector(group, transport.anySockets()));
        // On the host's threads an allocator of our own would leave its caches behind.
        ByteBufAllocator allocator = settings.allocator != null
                ? settings.allocator
                : ownsGroup ? new AdaptiveByteBufAllocator() : ByteBufAllocator.DEFAULT;
        resolver = new DnsResolver(group.next(), transport, allocator, settings.nameServer);
        engine = new Engine(
                new EngineContext(
                        control,
                        settings.time,
                        settings.random,
                        eventLoops.size(),
                        monitor,
                        new DnsNameWatch(control, settings.random, resolver),
                        HealthChecks.tcp(),
                        traffic),
                settings.observers);
        List<Loop> made = new ArrayList<>();
        time = settings.time;
        random = settings.random;
        shortage = new Shortage(control, time);
        patience = settings.stallPatience;
        budget = new ByteBudget(settings.byteBudget, this::budgetChanged);
        for (EventLoop eventLoop : eventLoops) {
            made.add(new Loop(eventLoop, engine.worker(made.size()), transport, allocator, budget, settings.time));
        }
        loops = List.copyOf(made);
    }

    private static IoTransport load(Transport wanted) {
        return switch (wanted) {
            case AUTO -> IoTransports.best();
            case EPOLL -> IoTransports.named("epoll");
            case KQUEUE -> IoTransports.named("kqueue");
            case NIO -> IoTransports.named("nio");
            case IO_URING -> IoTransports.named("io_uring");
        };
    }

    private static ScheduledExecutorService newExecutor(String threadName) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName + "-control");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    Engine engine() {
        return engine;
    }

    IoTransport transport() {
        return transport;
    }

    IoEventLoopGroup group() {
        return group;
    }

    List<Loop> loops() {
        return loops;
    }

    TimeSource time() {
        return time;
    }

    RandomSource random() {
        return random;
    }

    Shortage shortage() {
        return shortage;
    }

    private void budgetChanged() {
        loops.forEach(loop -> loop.execute(() -> loop.forEach(LiveConnection::budgetChanged)));
        control.execute(() -> {
            if (budget.isSpent() && !shedding) {
                shedding = true;
                control.schedule(this::shed, patience);
            }
        });
    }

    /** While the budget stays spent, those who hold its bytes for long make room: else they would stop everybody. */
    private void shed() {
        shedding = budget.isSpent();
        if (shedding) {
            loops.forEach(loop -> loop.execute(() -> {
                int count = loop.shed(patience.toNanos());
                if (count > 0) {
                    log.warn(
                            "byte budget: {} connections were reset that took no bytes for {}",
                            count,
                            Setting.text(patience));
                }
            }));
            control.schedule(this::shed, patience);
        }
    }

    /** Waiting on a thread that must go on for the wait to end would never end. */
    void refuseToBlock() {
        if (control.inLoop() || loops.stream().anyMatch(loop -> loop.eventLoop().inEventLoop())) {
            throw new IllegalStateException("waiting is not allowed on the control thread or an event loop ("
                    + Thread.currentThread().getName() + "); use the stage that the command returned");
        }
    }

    /** Runs something once: when no connection is left on any loop, or when the grace is over. */
    void whenIdle(Duration grace, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
        if (grace.isZero()) {
            once.run();
        } else {
            control.schedule(once, grace);
            onceEmpty(once);
        }
    }

    /** Ends what is the balancer's own, once its last connection is gone. Control thread. */
    void close(CompletableFuture<Void> closed) {
        onceEmpty(() -> {
            loops.forEach(loop -> loop.execute(loop::close));
            control.close();
            resolver.close(() -> endLoops(closed));
        });
    }

    private void endLoops(CompletableFuture<Void> closed) {
        if (ownsGroup) {
            group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                    .addListener(terminated -> endControl(closed));
        } else {
            endControl(closed);
        }
    }

    private void endControl(CompletableFuture<Void> closed) {
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
        closed.complete(null);
    }

    private void onceEmpty(Runnable action) {
        AtomicInteger busy = new AtomicInteger(loops.size());
        loops.forEach(loop -> loop.execute(() -> loop.whenEmpty(() -> {
            if (busy.decrementAndGet() == 0) {
                action.run();
            }
        })));
    }
}
