package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.http.exchange.HttpLoop;
import io.evenkeel.lb.netty.http.exchange.HttpProtocol;
import io.evenkeel.lb.netty.http.upstream.UpstreamConnection;
import io.netty.channel.Channel;

/** HTTP/1.1, and 1.0 with peers that have no other. */
public final class Http1 implements HttpProtocol {

    /** Speaks it. */
    public Http1() {}

    @Override
    public Runnable accept(HttpLoop home, Channel client, Ticket ticket, int serverPort) {
        return new H1ClientConnection(home, client, ticket, serverPort)::begin;
    }

    @Override
    public UpstreamConnection connect(HttpLoop home, Channel server, Endpoint endpoint, int port) {
        return new H1Upstream(
                home, server, endpoint, port, home.frontend().config().http1());
    }
}
