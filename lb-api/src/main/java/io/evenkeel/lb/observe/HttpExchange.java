package io.evenkeel.lb.observe;

import io.evenkeel.lb.route.AttachmentKey;
import io.evenkeel.lb.route.RequestHead;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request and what became of it. A view that the balancer reuses: valid during the call that receives it only, on that
 * call's thread.
 */
public interface HttpExchange {

    /**
     * The service.
     *
     * @return its name
     */
    String service();

    /**
     * Who sent the request: the peer of the connection, whatever headers say.
     *
     * @return its address and port
     */
    InetSocketAddress client();

    /**
     * The request's head, as it was sent on: without what was meant for the balancer alone, and with what it and filters
     * changed.
     *
     * @return a view, valid during the call; its texts are empty if the balancer could not read the request
     */
    RequestHead request();

    /**
     * The status of the response.
     *
     * @return 200 to 999, or 0 if none was sent
     */
    int status();

    /**
     * The server that served the request, or the last one tried.
     *
     * @return its id, for example {@code 10.0.0.11:8080}, or null if there was none
     */
    @Nullable
    String serverId();

    /**
     * The pool that the request was for.
     *
     * @return its name, or null if it went to no pool
     */
    @Nullable
    String poolName();

    /**
     * The route that matched.
     *
     * @return its name, or null if it has none, or none matched
     */
    default @Nullable String routeName() {
        return null;
    }

    /**
     * What a filter has attached to the request or to the response.
     *
     * @param key by which it was attached
     * @param <T> what is attached
     * @return the value, or null if there is none
     */
    default <T> @Nullable T attachment(AttachmentKey<T> key) {
        return null;
    }

    /**
     * The length of the request's body.
     *
     * @return bytes received, without what frames chunks
     */
    long requestBytes();

    /**
     * The length of the response's body.
     *
     * @return bytes sent, without what frames chunks
     */
    long responseBytes();

    /**
     * When the first byte of the request was there.
     *
     * @return the time of day
     */
    Instant startedAt();

    /**
     * How long it took from the request's first byte to the end.
     *
     * @return nanoseconds
     */
    long totalNanos();

    /**
     * How long it took from the request's first byte to the first byte of the response.
     *
     * @return nanoseconds, or -1 if none was sent
     */
    long firstByteNanos();

    /**
     * How many further servers or connections were tried.
     *
     * @return 0 if the first served
     */
    int retries();

    /**
     * Whether request and response went through to their ends.
     *
     * @return false when the exchange was cut
     */
    boolean complete();

    /**
     * How it ended, for people and for counting.
     *
     * @return one word in lower case, with hyphens, of a small set that may grow, for example {@code completed}
     *     or {@code client-reset}; never anything that a client or a server sent
     */
    String outcome();
}
