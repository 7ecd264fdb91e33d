package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.upstream.Upstream;
import io.evenkeel.lb.netty.loop.Loop;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a request has come on its way to a server, and whether it may be sent once more. On the loop's thread.
 */
final class SentRequest {

    /**
     * A server closes an idle connection before a request comes, and its close arrives about when the request leaves. What
     * comes later is the end of a server that was at work; only what may be done twice is sent again then.
     */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Loop loop;
    private final RequestMessage request;
    private final HeldBody held;
    private final BodyPace pace = new BodyPace();

    private boolean ended;
    private @Nullable Fields trailers;
    /** Whether a byte of the body was sent to a server. */
    private boolean bodySent;
    /** Whether all that was sent is held, so that it can be sent again on a connection made for it. */
    private boolean repeatable;
    /** Whether it went to a second server. */
    private boolean retried;

    /** When the last of it was sent, so far; on the wheel's clock. */
    private long sentAt;

    SentRequest(Loop loop, RequestMessage request) {
        this.loop = loop;
        this.request = request;
        this.held = new HeldBody(loop.budget(), loop.allocator());
    }

    /** The head was read. */
    void begin() {
        ended = !request.hasBody();
    }

    /** Whether all of the request was read. */
    boolean isEnded() {
        return ended;
    }

    boolean isRetried() {
        return retried;
    }

    /**
     * For how long a connection may have been idle that it is sent on: what cannot be sent again goes on a new connection,
     * and what is not yet at hand on one in use a moment ago.
     */
    long mayRestNanos() {
        if (ended) {
            return Long.MAX_VALUE;
        }
        return HeldBody.mayHold(request.contentLength()) ? STALE_NANOS : 0;
    }

    /** A chunk of the body was read; there may be no server yet. */
    void chunk(ByteBuf chunk, @Nullable Upstream server) {
        pace.add(chunk.readableBytes());
        if (server == null) {
            held.add(chunk);
            return;
        }
        if (repeatable) {
            if (held.size() + chunk.readableBytes() <= HeldBody.MOST) {
                held.add(chunk.retainedDuplicate());
            } else {
                repeatable = false;
                held.release();
            }
        }
        bodySent = true;
        server.deliver(chunk);
    }

    /** The body has ended. */
    void end(@Nullable Fields behind, @Nullable Upstream server) {
        ended = true;
        trailers = behind;
        if (server != null) {
            server.end(behind);
            sentAt = loop.wheel().now();
        }
    }

    /** Sends what there is so far. */
    void sendTo(Upstream server) {
        repeatable = server.isReused();
        server.request(request);
        if (held.size() > 0) {
            bodySent = true;
            held.sendTo(server, repeatable);
        }
        if (ended && request.hasBody()) {
            server.end(trailers);
        }
        sentAt = loop.wheel().now();
        pace.begin(sentAt);
    }

    /** The server does not take what there is: the client is not waited for. */
    void pause() {
        pace.pause(loop.wheel().now());
    }

    void resume() {
        pace.resume(loop.wheel().now());
    }

    /** Whether the server is what is waited for, not the client. */
    boolean isPaused() {
        return pace.isPaused();
    }

    /** When an answer, or more of the request, is overdue. */
    long deadlineNanos(long movedAt, HttpTimeouts timeouts, Duration response) {
        return ended
                ? sentAt + response.toNanos()
                : pace.deadline(movedAt + timeouts.body().toNanos(), timeouts.bodyRate());
    }

    /** The server has begun to answer: it is not sent again. */
    void answered() {
        repeatable = false;
        held.release();
    }

    /** Whether the connection had ended before the request came: it gave not a byte of an answer. */
    boolean wasStale(Upstream server) {
        boolean isSafe = request.isIdempotent() || loop.wheel().now() - sentAt < STALE_NANOS;
        return server.isReused() && repeatable && isSafe;
    }

    /** Whether another server may be asked, after one that gave not a byte of an answer. */
    boolean mayRetry() {
        return !bodySent && !retried && request.isIdempotent();
    }

    void retry() {
        retried = true;
    }

    void reset() {
        held.release();
        ended = false;
        trailers = null;
        bodySent = false;
        repeatable = false;
        retried = false;
    }
}
