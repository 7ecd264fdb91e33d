package io.evenkeel.lb.netty.http.upstream;

import io.evenkeel.lb.netty.http.message.RequestMessage;

/** The server's side of an exchange. */
public interface Upstream extends Side {

    /**
     * Whether the connection has carried an exchange before: the server may have closed it meanwhile.
     *
     * @return false for one that was made for this exchange
     */
    boolean isReused();

    /**
     * The connection is for this exchange until it ends the answer, or is aborted.
     *
     * @param answer hears of the answer
     */
    void begin(ServerAnswer answer);

    /**
     * Writes the head of the request.
     *
     * @param head the head, which tells how long the body is
     */
    void request(RequestMessage head);
}
