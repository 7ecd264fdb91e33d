package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.netty.loop.Loop;

/**
 * By when a client must have sent a request's head. The first one counts from the connection's beginning; before any other
 * the client may rest, and the head counts from its first byte. On the loop's thread.
 */
final class HeadDeadline {

    private final Loop loop;
    private boolean first = true;
    private long since;

    HeadDeadline(Loop loop) {
        this.loop = loop;
    }

    /** The client has nothing to wait for: it rests, or has just come. */
    void rest() {
        since = loop.wheel().now();
    }

    /** The head's first byte is there. */
    void begin() {
        if (!first) {
            since = loop.wheel().now();
        }
    }

    /** The head was read. */
    void met() {
        first = false;
    }

    /** Whether no head was read yet. */
    boolean isFirst() {
        return first;
    }

    /** By when the next head must begin. */
    long restNanos(HttpTimeouts timeouts) {
        return since + (first ? timeouts.head() : timeouts.keepAlive()).toNanos();
    }

    /** By when the head that has begun must be complete. */
    long headNanos(HttpTimeouts timeouts) {
        return since + timeouts.head().toNanos();
    }
}
