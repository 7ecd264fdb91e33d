package io.evenkeel.lb.route;

import java.net.InetSocketAddress;

/**
 * A request in the hands of a filter, before its route is chosen. Valid during the call only, on the event loop.
 *
 * <p>The headers that frame and address a message, as {@link io.evenkeel.lb.spi.HttpSyntax#fieldName} lists them, cannot be
 * changed. After {@link #answer} what else is changed has no effect.
 */
public interface RequestExchange extends Attachments {

    /**
     * The request's head with the changes made so far.
     *
     * @return a view, valid during the call
     */
    RequestHead head();

    /**
     * Who sent the request: the peer of the connection, whatever headers say.
     *
     * @return its address and port
     */
    InetSocketAddress client();

    /**
     * Where the request arrived.
     *
     * @return the address and port that the client connected to
     */
    InetSocketAddress listener();

    /**
     * Sets a header in the place of all of its name.
     *
     * @param name a token
     * @param value as {@link io.evenkeel.lb.spi.HttpSyntax#fieldValue} takes it
     * @throws IllegalArgumentException when the name cannot be set, or name or value are not valid
     */
    void setHeader(String name, String value);

    /**
     * Adds a header beside those of its name.
     *
     * @param name a token
     * @param value as {@link io.evenkeel.lb.spi.HttpSyntax#fieldValue} takes it
     * @throws IllegalArgumentException when the name cannot be set, or name or value are not valid
     */
    void addHeader(String name, String value);

    /**
     * Removes all headers of a name.
     *
     * @param name a token
     * @throws IllegalArgumentException when the name is not valid or cannot be changed
     */
    void removeHeader(String name);

    /**
     * Sets path and query.
     *
     * @param target as {@link io.evenkeel.lb.spi.HttpSyntax#target} takes it
     * @throws IllegalArgumentException when it is not valid
     */
    void target(String target);

    /**
     * Answers the request; no server sees it. The first answer counts.
     *
     * @param answer what the client gets
     */
    void answer(FixedAnswer answer);

    /**
     * Sends the request to a pool, whatever the routes say.
     *
     * @param name a pool of the service
     * @throws IllegalArgumentException when the service has no pool of that name
     */
    void pool(String name);

    /**
     * Prefers a server, as persistence does: it serves the request if it is a server of the request's pool and can, else
     * another is chosen. Persistence is neither asked nor changed by such a request.
     *
     * @param id for example {@code 10.0.0.11:8080}
     */
    void server(String id);
}
