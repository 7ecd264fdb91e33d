package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;

/** The deadlines of a TCP service. Immutable; each setter returns a changed copy. */
public final class TcpTimeouts {

    /** Connect 3 s, dial 10 s, idle 660 s, fin 30 s. */
    public static final TcpTimeouts DEFAULT = new TcpTimeouts(
            Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(660), Duration.ofSeconds(30));

    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofDays(1);

    private final Duration connect;
    private final Duration dial;
    private final Duration idle;
    private final Duration fin;

    private TcpTimeouts(Duration connect, Duration dial, Duration idle, Duration fin) {
        this.connect = connect;
        this.dial = dial;
        this.idle = idle;
        this.fin = fin;
    }

    /**
     * How long one server may take to accept a connection before the next is tried.
     *
     * @param value 10 ms to 1 day, default 3 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public TcpTimeouts connect(Duration value) {
        return new TcpTimeouts(Setting.range("connect timeout", value, MIN, MAX), dial, idle, fin);
    }

    /**
     * How long a client may wait for a server in all, over every server tried; it is reset then.
     *
     * @param value 10 ms to 1 day, default 10 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public TcpTimeouts dial(Duration value) {
        return new TcpTimeouts(connect, Setting.range("dial timeout", value, MIN, MAX), idle, fin);
    }

    /**
     * How long a connection may carry nothing, in either direction, before both sides are reset.
     *
     * @param value 10 ms to 1 day, default 660 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public TcpTimeouts idle(Duration value) {
        return new TcpTimeouts(connect, dial, Setting.range("idle timeout", value, MIN, MAX), fin);
    }

    /**
     * How long a connection may carry nothing once one side has ended its half, before both sides are reset.
     *
     * @param value 10 ms to 1 day, default 30 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public TcpTimeouts fin(Duration value) {
        return new TcpTimeouts(connect, dial, idle, Setting.range("fin timeout", value, MIN, MAX));
    }

    /**
     * The time for one server to accept.
     *
     * @return 10 ms to 1 day
     */
    public Duration connect() {
        return connect;
    }

    /**
     * The time for a client to get a server.
     *
     * @return 10 ms to 1 day
     */
    public Duration dial() {
        return dial;
    }

    /**
     * The time without a byte.
     *
     * @return 10 ms to 1 day
     */
    public Duration idle() {
        return idle;
    }

    /**
     * The time without a byte once one half has ended.
     *
     * @return 10 ms to 1 day
     */
    public Duration fin() {
        return fin;
    }
}
