package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.engine.Endpoint;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.TrafficListener;
import io.evenkeel.lb.netty.gate.Admission;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.loop.LiveConnection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A TCP service as the data plane sees it: what its listeners share. */
public final class TcpFrontend {

    private final LiveService service;
    private final List<Loop> loops;
    private final Gate gate;
    private final Admission admission;
    private final Shortage shortage;

    /**
     * A frontend for a service that was just installed.
     *
     * @param service the live service, of a {@link TcpService}
     * @param loops where its connections live
     * @param time measures rates
     * @param shortage the balancer's
     */
    public TcpFrontend(LiveService service, List<Loop> loops, TimeSource time, Shortage shortage) {
        this.service = service;
        this.loops = loops;
        this.gate = new Gate(config().limits().connections());
        this.admission = new Admission(time);
        this.shortage = shortage;
    }

    LiveService service() {
        return service;
    }

    TcpService config() {
        return (TcpService) service.config();
    }

    List<Loop> loops() {
        return loops;
    }

    Gate gate() {
        return gate;
    }

    Admission admission() {
        return admission;
    }

    Shortage shortage() {
        return shortage;
    }

    /** A connection has ended, with both its sockets. */
    void left(Ticket ticket) {
        ticket.leave();
        gate.leave();
        shortage.freed();
    }

    /**
     * How many clients are inside. Any thread.
     *
     * @return 0 or more
     */
    public int inside() {
        return gate.inside();
    }

    /** The service's configuration was replaced. Control thread. */
    public void reconfigured() {
        gate.limit(config().limits().connections());
    }

    /**
     * A server lost its right to its live connections. Control thread.
     *
     * @param endpoint the server
     * @param loss why
     */
    public void onLoss(Endpoint endpoint, TrafficListener.Loss loss) {
        LiveConnections policy =
                loss == TrafficListener.Loss.DOWN ? config().whenServerDown() : config().whenDrainEnds();
        policy.grace()
                .ifPresent(grace -> forEach(connection -> {
                    if (connection.endpoint() == endpoint) {
                        end(connection, grace);
                    }
                }));
    }

    /** Resets every connection of the service. Control thread. */
    public void resetAll() {
        forEach(LiveConnection::reset);
    }

    private static void end(TcpConnection connection, Duration grace) {
        if (grace.isZero()) {
            connection.reset();
        } else {
            connection.resetAt(connection.loop().wheel().now() + grace.toNanos());
        }
    }

    private void forEach(Consumer<TcpConnection> action) {
        for (Loop loop : loops) {
            loop.eventLoop()
                    .execute(() -> loop.forEach(each -> {
                        if (each instanceof TcpConnection connection && connection.service() == service) {
                            action.accept(connection);
                        }
                    }));
        }
    }
}
