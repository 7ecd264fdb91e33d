package io.evenkeel.lb.testkit.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses on 127.0.0.1 that fail to connect, each in its own way. */
public final class Ports {

    private Ports() {}

    /**
     * A port where connecting is refused at once, for as long as the result is open.
     *
     * @return the port, to be closed
     * @throws java.io.UncheckedIOException if no port is free
     */
    public static ReservedPort refused() {
        return new ReservedPort(loopback(0));
    }

    /**
     * A port where connecting neither succeeds nor fails, because its listener never accepts and its queue is full.
     *
     * @return the port, to be closed
     * @throws java.io.UncheckedIOException if no port is free
     * @throws AssertionError if the queue does not fill up on this system
     */
    public static FullBacklog unanswered() {
        return new FullBacklog();
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
