package io.evenkeel.lb.netty.http;

import java.net.InetSocketAddress;

/** The client's side of an exchange. */
public interface Downstream extends Side {

    /**
     * Who the client is.
     *
     * @return the address that it connected from
     */
    InetSocketAddress client();

    /**
     * Where the client came to.
     *
     * @return the address of this side of the connection
     */
    InetSocketAddress listener();

    /**
     * The port to dial on servers without one of their own.
     *
     * @return 1 to 65535, or 0 for the one that the client came to
     */
    int serverPort();

    /**
     * What the client's requests tell their servers of it; made once for each client.
     *
     * @return the fields
     */
    ClientFields fields();

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
     * The exchange is over, and will be used for another; the last call.
     *
     * @param complete whether the request was read to its end; else the connection cannot go on
     */
    void over(boolean complete);
}
