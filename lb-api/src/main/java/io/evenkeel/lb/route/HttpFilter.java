package io.evenkeel.lb.route;

/**
 * Code of the host application that sees and changes the heads of requests and responses. Filters are called in the order
 * in which the service lists them, for responses too, and each sees what those before it changed.
 *
 * <p><b>On an event loop:</b> each call delays all traffic of that loop, so it must return at once and must not block;
 * several loops may call at a time. If one throws, the exception is logged and the request is answered 500. A request that
 * the balancer refuses itself, because it is malformed or over a limit, reaches no filter.
 */
public interface HttpFilter {

    /**
     * The head of a request is there; no route has been looked for yet, and no server has seen it. Once a filter has
     * answered, those after it are not called.
     *
     * @param exchange valid during the call
     */
    default void onRequest(RequestExchange exchange) {}

    /**
     * The head of a server's final response is there; the client has not seen it. Not called for 1xx, nor for answers of
     * the balancer or of a filter.
     *
     * @param exchange valid during the call
     */
    default void onResponse(ResponseExchange exchange) {}
}
