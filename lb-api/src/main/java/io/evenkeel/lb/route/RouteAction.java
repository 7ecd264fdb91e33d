package io.evenkeel.lb.route;

/** What a route does with a request; made by {@link Route.When}. Immutable, with value equality. */
public sealed interface RouteAction {

    /**
     * It goes to a pool.
     *
     * @param pool a pool of the service, by name
     */
    record ToPool(String pool) implements RouteAction {}

    /**
     * The client is sent elsewhere.
     *
     * @param redirect where to
     */
    record Redirecting(Redirect redirect) implements RouteAction {}

    /**
     * The balancer answers itself.
     *
     * @param answer what
     */
    record Answering(FixedAnswer answer) implements RouteAction {}
}
