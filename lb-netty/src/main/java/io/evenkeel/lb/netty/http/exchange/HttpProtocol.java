package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.http.upstream.UpstreamConnection;
import io.netty.channel.Channel;

/** Speaks a version of HTTP on a socket. */
public interface HttpProtocol {

    /**
     * A client has come in.
     *
     * @param home where its exchanges live
     * @param client its channel, not registered, whose handlers are added here
     * @param ticket to be given back with {@link HttpFrontend#left}
     * @param serverPort the port to dial on servers without one of their own, or 0 for the one that the client came to
     * @return to be run once the channel is registered
     */
    Runnable accept(HttpLoop home, Channel client, Ticket ticket, int serverPort);

    /**
     * A server is about to be connected.
     *
     * @param home where its exchanges live
     * @param server its channel, not registered, whose handlers are added here
     * @param endpoint the server
     * @param port its port
     * @return the connection, in use
     */
    UpstreamConnection connect(HttpLoop home, Channel server, Endpoint endpoint, int port);
}
