package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.http.upstream.Side;

/** The client's side of an exchange. */
public interface Downstream extends Side {

    /**
     * The client's connection.
     *
     * @return what knows the client
     */
    ClientConnection connection();

    /**
     * Writes an interim head, 1xx.
     *
     * @param head the head
     */
    void inform(ResponseMessage head);

    /**
     * Writes the head of the answer.
     *
     * @param head the head, which tells how long the body is
     * @param bodyless whether there is no body, whatever the head says
     */
    void respond(ResponseMessage head, boolean bodyless);

    /**
     * Takes back the answer that was begun, if not a byte of it has left: another one may be begun.
     *
     * @return false if the client may have seen some of it
     */
    boolean takeBack();

    /**
     * The exchange is over, and will be used for another; the last call.
     *
     * @param complete whether the request was read to its end; else the connection cannot go on
     */
    void over(boolean complete);
}
