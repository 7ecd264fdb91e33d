package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.listen.Frontend;
import io.evenkeel.lb.netty.listen.Shortage;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.channel.Channel;
import java.util.List;

/** A TCP service as the data plane sees it. */
public final class TcpFrontend extends Frontend {

    /**
     * A frontend for a service that was just installed.
     *
     * @param service the live service, of a {@link TcpService}
     * @param loops where its connections live
     * @param time measures rates
     * @param shortage the balancer's
     */
    public TcpFrontend(LiveService service, List<Loop> loops, TimeSource time, Shortage shortage) {
        super(service, loops, time, shortage);
    }

    TcpService config() {
        return (TcpService) service().config();
    }

    @Override
    protected void accept(Loop loop, Channel client, Ticket ticket, int serverPort) {
        TcpConnection connection = new TcpConnection(this, loop, client, ticket, serverPort);
        register(loop, client, connection::begin);
    }
}
