package io.evenkeel.lb.netty.http.rules;

import java.net.InetSocketAddress;

/** What rules ask about the client of a request. On its loop's thread. */
public interface Client {

    /**
     * Who the client is.
     *
     * @return the address that it connected from
     */
    InetSocketAddress address();

    /**
     * Where the client came to.
     *
     * @return the address of this side of the connection
     */
    InetSocketAddress listener();

    /**
     * What its requests tell their servers of it.
     *
     * @return by the configuration in force
     */
    ClientFields fields();
}
