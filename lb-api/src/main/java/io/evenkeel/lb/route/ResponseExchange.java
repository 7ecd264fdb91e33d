package io.evenkeel.lb.route;

/**
 * A response in the hands of a filter. Valid during the call only, on the event loop. The headers that frame a message, as
 * {@link io.evenkeel.lb.spi.HttpSyntax#fieldName} lists them, cannot be changed.
 */
public interface ResponseExchange extends Attachments {

    /**
     * The head of the request that is answered, as it was sent to the server.
     *
     * @return a view, valid during the call
     */
    RequestHead request();

    /**
     * The response's head with the changes made so far.
     *
     * @return a view, valid during the call
     */
    ResponseHead head();

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
}
