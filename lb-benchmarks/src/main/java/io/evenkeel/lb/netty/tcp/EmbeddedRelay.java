package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.listen.Shortage;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.channel.Channel;
import java.util.List;

/**
 * The way in for a benchmark: a client's channel goes straight to the connection that will relay it. In this package, since
 * only the acceptor may do that otherwise.
 */
public final class EmbeddedRelay {

    private EmbeddedRelay() {}

    /**
     * Accepts a client as if it had come in through a listener.
     *
     * @param service a TCP service
     * @param loop where the connection is to live
     * @param shortage the balancer's
     * @param client the client's channel, not registered
     */
    public static void accept(LiveService service, Loop loop, Shortage shortage, Channel client) {
        new TcpFrontend(service, List.of(loop), TimeSource.system(), shortage).accept(loop, client, Ticket.FREE, 0);
    }
}
