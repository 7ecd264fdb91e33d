package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The deadlines of an HTTP service. Immutable, with value equality; each setter returns a changed copy. */
public final class HttpTimeouts {

    private enum Kind {
        HEAD("head timeout", 10),
        KEEP_ALIVE("keep-alive timeout", 60),
        BODY("body timeout", 30),
        CONNECT("connect timeout", 3),
        DIAL("dial timeout", 10),
        RESPONSE("response timeout", 60),
        SILENCE("silence timeout", 300);

        private final String setting;
        private final Duration standard;

        Kind(String setting, long seconds) {
            this.setting = setting;
            this.standard = Duration.ofSeconds(seconds);
        }
    }

    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofDays(1);
    private static final int FASTEST = 1_000_000_000;

    /**
     * Head 10 s, keep-alive 60 s, body 30 s at 240 bytes a second or more, connect 3 s, dial 10 s, response 60 s,
     * silence 5 min.
     */
    public static final HttpTimeouts DEFAULT = new HttpTimeouts(Map.of(), 240);

    /** Those that differ from the standard. */
    private final Map<Kind, Duration> times;

    private final int bodyRate;

    private HttpTimeouts(Map<Kind, Duration> times, int bodyRate) {
        this.times = times;
        this.bodyRate = bodyRate;
    }

    private HttpTimeouts with(Kind kind, Duration value) {
        Map<Kind, Duration> next = new EnumMap<>(Kind.class);
        next.putAll(times);
        next.put(kind, Setting.range(kind.setting, value, MIN, MAX));
        return new HttpTimeouts(next, bodyRate);
    }

    private Duration time(Kind kind) {
        return times.getOrDefault(kind, kind.standard);
    }

    /**
     * How long a client may take for a request's head: from its first byte, or from the connection's beginning, to its
     * end, however many bytes come meanwhile. Then the client is answered 408, if it sent anything, and its connection
     * ends.
     *
     * @param value 10 ms to 1 day, default 10 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpTimeouts head(Duration value) {
        return with(Kind.HEAD, value);
    }

    /**
     * How long a client's connection stays open between two requests.
     *
     * @param value 10 ms to 1 day, default 60 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpTimeouts keepAlive(Duration value) {
        return with(Kind.KEEP_ALIVE, value);
    }

    /**
     * How long a client may let a body stand still: send no byte of its own, or take none of the response's. What the server
     * owes is {@link #response} and {@link #silence}.
     *
     * @param value 10 ms to 1 day, default 30 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpTimeouts body(Duration value) {
        return with(Kind.BODY, value);
    }

    /**
     * The average rate at which a request's body must come, after its first 5 s; a slower client's connection ends.
     *
     * @param bytesPerSecond 0 to 1,000,000,000, default 240; 0 = any
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpTimeouts bodyRate(int bytesPerSecond) {
        return new HttpTimeouts(times, Setting.range("body rate", bytesPerSecond, 0, FASTEST));
    }

    /**
     * How long one server may take to accept a connection before the next is tried.
     *
     * @param value 10 ms to 1 day, default 3 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpTimeouts connect(Duration value) {
        return with(Kind.CONNECT, value);
    }

    /**
     * How long a request may wait for a server in all, over every server tried; it is answered 503 then.
     *
     * @param value 10 ms to 1 day, default 10 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpTimeouts dial(Duration value) {
        return with(Kind.DIAL, value);
    }

    /**
     * How long a server may take from the end of the request to the head of its response; the request is answered 504
     * then. A route may have {@linkplain io.evenkeel.lb.route.Route#response another}.
     *
     * @param value 10 ms to 1 day, default 60 s
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpTimeouts response(Duration value) {
        return with(Kind.RESPONSE, value);
    }

    /**
     * How long a server may be silent within the body of its response, while the client takes all that comes: long, so that
     * event streams and exports go on. Then the response is cut. A route may have {@linkplain
     * io.evenkeel.lb.route.Route#silence another}.
     *
     * @param value 10 ms to 1 day, default 5 min
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpTimeouts silence(Duration value) {
        return with(Kind.SILENCE, value);
    }

    /**
     * The time for a request's head.
     *
     * @return 10 ms to 1 day
     */
    public Duration head() {
        return time(Kind.HEAD);
    }

    /**
     * The time between two requests.
     *
     * @return 10 ms to 1 day
     */
    public Duration keepAlive() {
        return time(Kind.KEEP_ALIVE);
    }

    /**
     * The time without a byte of a body that the client owes, or should take.
     *
     * @return 10 ms to 1 day
     */
    public Duration body() {
        return time(Kind.BODY);
    }

    /**
     * The least average rate of a request's body.
     *
     * @return bytes per second; 0 = any
     */
    public int bodyRate() {
        return bodyRate;
    }

    /**
     * The time for one server to accept.
     *
     * @return 10 ms to 1 day
     */
    public Duration connect() {
        return time(Kind.CONNECT);
    }

    /**
     * The time for a request to get a server.
     *
     * @return 10 ms to 1 day
     */
    public Duration dial() {
        return time(Kind.DIAL);
    }

    /**
     * The time for the head of the response.
     *
     * @return 10 ms to 1 day
     */
    public Duration response() {
        return time(Kind.RESPONSE);
    }

    /**
     * The time without a byte from a server within a response.
     *
     * @return 10 ms to 1 day
     */
    public Duration silence() {
        return time(Kind.SILENCE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof HttpTimeouts that) || bodyRate != that.bodyRate) {
            return false;
        }
        for (Kind kind : Kind.values()) {
            if (!time(kind).equals(that.time(kind))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Objects.hash(head(), keepAlive(), body(), bodyRate, connect(), dial(), response(), silence());
    }

    /** For example {@code head 10s, keep-alive 60s, body 30s at 240 bytes/s, …}. */
    @Override
    public String toString() {
        return "head " + Setting.text(head()) + ", keep-alive " + Setting.text(keepAlive()) + ", body "
                + Setting.text(body()) + " at " + bodyRate + " bytes/s, connect " + Setting.text(connect()) + ", dial "
                + Setting.text(dial()) + ", response " + Setting.text(response()) + ", silence "
                + Setting.text(silence());
    }
}
