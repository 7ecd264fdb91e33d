package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.engine.Endpoint;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.TrafficListener;
import io.evenkeel.lb.netty.loop.LiveConnection;
import io.evenkeel.lb.netty.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A TCP service as the data plane sees it: what its listeners share. */
public final class TcpFrontend {

    private final LiveService service;
    private final List<Loop> loops;
    private final Gate gate;

    /**
     * A frontend for a service that was just installed.
     *
     * @param service the live service, of a {@link TcpService}
     * @param loops where its connections live
     */
    public TcpFrontend(LiveService service, List<Loop> loops) {
        this.service = service;
        this.loops = loops;
        this.gate = new Gate(config().maxConnections());
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
        gate.limit(config().maxConnections());
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
