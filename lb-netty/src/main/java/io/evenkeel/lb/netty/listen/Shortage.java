package io.evenkeel.lb.netty.listen;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a balancer does while its process lacks descriptors: listeners pause, and clients that were accepted wait for the
 * descriptor to their server, in front of new ones. The log tells of the beginning and the end of an episode, which lasts
 * until nothing has failed for a while, and not of each failure. Any thread.
 */
public final class Shortage {

    private static final Logger log = LoggerFactory.getLogger(Shortage.class);

    private static final Duration CALM = Duration.ofSeconds(5);

    /** A connection that ends gives back the client's descriptor and the server's. */
    private static final int PER_CONNECTION = 2;

    /** ENOMEM, ENFILE, EMFILE, ENOBUFS on Linux and on BSD; Netty tells them as negative numbers. */
    private static final Set<Integer> SHORT_OF = Set.of(-12, -23, -24, -105, -55);

    private final ControlLoop control;
    private final TimeSource time;
    private final AtomicBoolean on = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Runnable> waiters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long lastFailure;
    /** Written by whoever begins an episode, read at its end. */
    private volatile long begun;

    private volatile String service = "";

    /**
     * No shortage yet.
     *
     * @param control keeps the time
     * @param time the time source
     */
    public Shortage(ControlLoop control, TimeSource time) {
        this.control = control;
        this.time = time;
        DescriptorWait.load();
    }

    /**
     * Whether a socket could not be made for want of something on our side; the server is not to blame then.
     *
     * @param failure why it was not made
     * @return whether that is a shortage
     */
    public static boolean isOne(Throwable failure) {
        Throwable e = failure;
        for (int depth = 0; e != null && depth < 10; depth++) {
            if (e instanceof Errors.NativeIoException coded) {
                return SHORT_OF.contains(coded.expectedErr());
            }
            if (e instanceof IOException) {
                return true; // NIO: the JDK knows no number, and its text may be translated
            }
            e = e.getCause();
        }
        return false;
    }

    /**
     * Something could not be accepted or dialled.
     *
     * @param name the service that noticed
     * @param cause why
     */
    public void failed(String name, Throwable cause) {
        lastFailure = time.nanoTime();
        if (on.compareAndSet(false, true)) {
            begun = lastFailure;
            service = name;
            log.warn("{}: accepting pauses, told once for all services: {}", name, rootMessage(cause));
            control.schedule(this::look, CALM);
        }
    }

    private static @Nullable String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** Whether it is over. Control thread. */
    private void look() {
        long last = lastFailure;
        Duration left = CALM.minusNanos(time.nanoTime() - last);
        if (!left.isNegative() && !left.isZero()) {
            control.schedule(this::look, left);
            return;
        }
        on.set(false);
        Duration lasted = Duration.ofMillis(Duration.ofNanos(last - begun).toMillis());
        log.info("{}: accepting goes on, after a shortage of {}", service, Setting.text(lasted));
    }

    /** An accepted client begins to wait. */
    void await() {
        waiting.incrementAndGet();
    }

    /**
     * Asks to be told of descriptors.
     *
     * @param action called once, when one may have come back, on any thread
     */
    void whenFreed(Runnable action) {
        waiters.add(action);
    }

    /** A client waits no more. */
    void awaited() {
        waiting.decrementAndGet();
    }

    /** Whether accepted clients wait: new ones would take their descriptors. */
    boolean isAwaited() {
        return waiting.get() > 0;
    }

    /** A connection has ended. */
    public void freed() {
        for (int i = 0; i < PER_CONNECTION && !waiters.isEmpty(); i++) {
            Runnable first = waiters.poll();
            if (first != null) {
                first.run();
            }
        }
    }
}
