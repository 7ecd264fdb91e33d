package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.netty.loop.Loop;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * The end of a client's connection that may not have taken its last answer, or is still sending: a close would be a reset
 * then, which takes the answer from the client (RFC 9112, 9.6). What is written goes out first, then a FIN, and what the
 * client sends is thrown away until it has ended as well. On the loop's thread.
 */
final class LingeringClose {

    /** For how long, and how much, a client may go on sending after an answer that ends its connection early. */
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int BYTES = 1 << 20;

    private final Wire wire;
    private final Loop loop;
    private long since;
    private int dropped;

    LingeringClose(Wire wire, Loop loop) {
        this.wire = wire;
        this.loop = loop;
    }

    /** Whether a close must wait: for the client to take what is written, or, if it may still be sending, to end. */
    boolean isNeeded(boolean maySend) {
        return !wire.isReady() || (maySend && !wire.isInputEnded());
    }

    /** Begins; once more when all that was written is out. */
    void begin() {
        since = loop.wheel().now();
    }

    /** Throws away what the client has sent; whether to close the connection. */
    boolean drop() {
        ByteBuf input = wire.input();
        if (input != null) {
            dropped += input.readableBytes();
            wire.dropInput();
        }
        return wire.isReady() && (wire.isInputEnded() || dropped > BYTES);
    }

    /** By when the client must have taken what is written, and behind that ended. */
    long deadlineNanos(HttpTimeouts timeouts) {
        return since + (wire.isReady() ? NANOS : timeouts.body().toNanos());
    }
}
