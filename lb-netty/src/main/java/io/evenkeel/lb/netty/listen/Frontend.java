package io.evenkeel.lb.netty.listen;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.TrafficListener;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.netty.gate.Admission;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.loop.LiveConnection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service as the data plane sees it: what its listeners share. One subclass for each kind of traffic. */
public abstract class Frontend {

    private static final Logger log = LoggerFactory.getLogger(Frontend.class);

    private final LiveService service;
    private final List<Loop> loops;
    private final Gate gate;
    private final Admission admission;
    private final Shortage shortage;

    /**
     * A frontend for a service that was just installed.
     *
     * @param service the live service
     * @param loops where its connections live
     * @param time measures rates
     * @param shortage the balancer's
     */
    protected Frontend(LiveService service, List<Loop> loops, TimeSource time, Shortage shortage) {
        this.service = service;
        this.loops = loops;
        this.gate = new Gate(service.config().limits().connections());
        this.admission = new Admission(time);
        this.shortage = shortage;
    }

    /**
     * The live service.
     *
     * @return the service, the same for the frontend's whole life
     */
    public final LiveService service() {
        return service;
    }

    /**
     * Where its connections live.
     *
     * @return an immutable list
     */
    public final List<Loop> loops() {
        return loops;
    }

    final Gate gate() {
        return gate;
    }

    final Admission admission() {
        return admission;
    }

    /**
     * What happens without descriptors.
     *
     * @return the balancer's shortage
     */
    public final Shortage shortage() {
        return shortage;
    }

    /**
     * A client has come in: from here on it is the frontend's, until {@link #left}. On the listening socket's loop.
     *
     * @param loop where it is to live
     * @param client its channel, not registered
     * @param ticket to be given back
     * @param serverPort the port to dial on servers without one of their own, or 0 for the one that the client came to
     */
    protected abstract void accept(Loop loop, Channel client, Ticket ticket, int serverPort);

    /**
     * Registers a client's channel on a loop. Any thread.
     *
     * <p>Always as a task, since those run when a turn's events are handled: Netty's epoll tells events apart by the number
     * of their descriptor, and this client's number may be one that was closed in the same turn, with events yet to come.
     *
     * @param loop where the client is to live
     * @param client its channel, with its handlers
     * @param begin called on the loop once that is done; else the channel is closed
     */
    protected final void register(Loop loop, Channel client, Runnable begin) {
        loop.eventLoop()
                .execute(() -> loop.eventLoop().register(client).addListener((ChannelFuture registered) -> {
                    if (registered.isSuccess()) {
                        begin.run();
                    } else {
                        log.debug("{}: a client could not be registered", service.name(), registered.cause());
                        client.unsafe().closeForcibly();
                    }
                }));
    }

    /**
     * A connection has ended, with all its sockets. Any thread.
     *
     * @param ticket the client's
     */
    public final void left(Ticket ticket) {
        ticket.leave();
        gate.leave();
        shortage.freed();
    }

    /**
     * How many clients are inside. Any thread.
     *
     * @return 0 or more
     */
    public final int inside() {
        return gate.inside();
    }

    final AccessList access() {
        return service.config().access();
    }

    final ConnectionLimits limits() {
        return service.config().limits();
    }

    private LiveConnections policy(TrafficListener.Loss loss) {
        VirtualService config = service.config();
        return switch (loss) {
            case DOWN -> config.whenServerDown();
            case DRAIN_ENDED -> config.whenDrainEnds();
            case REMOVED -> LiveConnections.FINISH;
        };
    }

    /** The service has another configuration. Control thread. */
    public final void reconfigured() {
        gate.limit(limits().connections());
    }

    /**
     * A server lost its right to its live connections in a pool. Control thread.
     *
     * @param pool the pool; in others the server may go on
     * @param endpoint the server
     * @param loss why
     */
    public void onLoss(LivePool pool, Endpoint endpoint, TrafficListener.Loss loss) {
        policy(loss)
                .grace()
                .ifPresent(grace -> loops.forEach(loop -> onEach(loop, connection -> {
                    if (connection.endpoint() == endpoint && connection.pool() == pool) {
                        end(loop, connection, grace);
                    }
                })));
    }

    /** Lets every connection finish what is under way, and no more. Control thread. */
    public final void drain() {
        loops.forEach(loop -> onEach(loop, LiveConnection::drain));
    }

    /** Resets every connection of the service: clients first, so that none is answered because its server is gone. */
    public final void resetAll() {
        loops.forEach(loop -> onEach(loop, connection -> {
            if (connection.endpoint() == null) {
                connection.reset();
            }
        }));
        loops.forEach(loop -> onEach(loop, LiveConnection::reset));
    }

    private static void end(Loop loop, LiveConnection connection, Duration grace) {
        if (grace.isZero()) {
            connection.reset();
        } else {
            connection.resetAt(loop.wheel().now() + grace.toNanos());
        }
    }

    private void onEach(Loop loop, Consumer<LiveConnection> action) {
        loop.execute(() -> loop.forEach(connection -> {
            if (connection.service() == service) {
                action.accept(connection);
            }
        }));
    }
}
