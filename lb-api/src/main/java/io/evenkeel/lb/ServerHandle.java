package io.evenkeel.lb;

import io.evenkeel.lb.status.ServerSnapshot;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A real server in a pool of a running balancer: what its administrator may do with it. Safe for use by many threads; see
 * {@link LoadBalancer} about commands. Commands fail with {@link java.util.NoSuchElementException} once the server is
 * gone.
 */
public interface ServerHandle {

    /**
     * The server's id.
     *
     * @return {@code host:port}, {@code [v6]:port} or {@code host}
     */
    String id();

    /**
     * Gives the server new clients again; ends a drain.
     *
     * @return completes when it is published
     */
    CompletionStage<Void> enable();

    /**
     * Gives the server no new clients at all. Live connections finish.
     *
     * @return completes when it is published
     */
    CompletionStage<Void> disable();

    /**
     * Gives the server no new clients but those persisted to it. When the time is over it becomes disabled, and the
     * service's policy for the end of a drain decides about connections that are left.
     *
     * @param time 0 to 30 days
     * @return completes when the drain has begun
     * @throws IllegalArgumentException when it is outside the range
     */
    CompletionStage<Void> drain(Duration time);

    /**
     * Overrides the server's declared weight.
     *
     * @param weight 0 to 65535; 0 means no new clients but those persisted to it
     * @return completes when it is published
     * @throws IllegalArgumentException when it is outside the range
     */
    CompletionStage<Void> weight(int weight);

    /**
     * The server as it is now.
     *
     * @return an immutable picture
     * @throws java.util.NoSuchElementException when the server is gone
     */
    ServerSnapshot snapshot();
}
