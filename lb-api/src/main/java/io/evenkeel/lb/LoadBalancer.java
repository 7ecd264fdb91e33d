package io.evenkeel.lb;

import io.evenkeel.lb.status.LoadBalancerSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;

/**
 * A running load balancer. Safe for use by many threads. A command returns at once with a stage that completes when the
 * change has been published to the traffic; commands of one thread take effect in their order. A stage's dependants run
 * on the control thread unless they name an executor, so they must not block.
 */
public interface LoadBalancer extends AutoCloseable {

    /**
     * The handle of a service.
     *
     * @param name the service's name
     * @return its handle, valid until the service is removed
     * @throws NoSuchElementException when there is no such service
     */
    ServiceHandle service(String name);

    /**
     * The handles of all services.
     *
     * @return an immutable list by the order of adding
     */
    List<ServiceHandle> services();

    /**
     * Adds a service: binds its listeners, then serves. All or nothing.
     *
     * @param service a service of a new name
     * @return completes when it serves; fails with {@link IllegalArgumentException} when the name or an address is taken
     *     by another service, with {@link java.io.UncheckedIOException} when an address cannot be bound
     */
    CompletionStage<Void> add(VirtualService service);

    /**
     * Replaces the service of the same name. Listeners that both have stay open throughout; live connections go on; what
     * the administrator has set stays with the servers that both have. All or nothing.
     *
     * @param service the new description
     * @return completes when it serves; fails as {@link #add} does, and with {@link NoSuchElementException} when there is
     *     no such service
     */
    CompletionStage<Void> replace(VirtualService service);

    /**
     * Removes a service: its listeners close, its live connections are reset.
     *
     * @param name the service's name
     * @return completes when it is gone; fails with {@link NoSuchElementException} when there is no such service
     */
    CompletionStage<Void> remove(String name);

    /**
     * Says what would be wrong with a service if it were added, or put in place of the one with its name. Changes
     * nothing. May be called on any thread but an event loop's; it tries to bind new addresses for a moment.
     *
     * @param service a description
     * @return the problems in words, empty when there are none
     */
    List<String> validate(VirtualService service);

    /**
     * Everything as it is now.
     *
     * @return an immutable picture, consistent per pool
     */
    LoadBalancerSnapshot snapshot();

    /**
     * The second stage of a start: every server that is checked has its first verdict.
     *
     * @return completes when no server known at the time of the call is {@link io.evenkeel.lb.check.Health#UNKNOWN}
     */
    CompletionStage<Void> firstVerdicts();

    /**
     * Waits for a command.
     *
     * @param command what a command returned
     * @param <T> what it yields
     * @return what the command yields
     * @throws IllegalStateException on a control or event-loop thread, where waiting would stop what is waited for; and
     *     when the thread is interrupted
     * @throws RuntimeException what the command failed with
     */
    <T> T await(CompletionStage<T> command);

    /**
     * Closes at once: listeners close and live connections are reset. Idempotent.
     *
     * @return completes when no socket, thread or buffer of the balancer is left
     */
    CompletionStage<Void> closeAsync();

    /**
     * Closes after a grace: listeners close at once; live connections may finish for a while and are reset then.
     *
     * @param grace 0 to 1 day
     * @return completes when no socket, thread or buffer of the balancer is left
     * @throws IllegalArgumentException when it is outside the range
     */
    CompletionStage<Void> closeAsync(Duration grace);

    /**
     * Closes at once and waits for it. Idempotent.
     *
     * @throws IllegalStateException on a control or event-loop thread; use {@link #closeAsync()} there
     */
    @Override
    void close();
}
