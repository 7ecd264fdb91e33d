package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.netty.loop.Loop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one listening socket: gives accepted connections to the loops in turn, as far as the gate lets them in.
 * It outlives its service's configuration, since a replaced service keeps its listening sockets. All on the listening
 * channel's loop but {@link #serve}.
 */
public final class Acceptor extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;

    private final Channel listener;
    /** Accepted in one batch with the client that took the last permit; bounded by the batch's size. */
    private final ArrayDeque<Channel> parked = new ArrayDeque<>();

    private volatile @Nullable TcpFrontend frontend;
    private int nextLoop;
    private boolean failing;

    /**
     * An acceptor that serves nobody yet; its channel must not read before {@link #serve}.
     *
     * @param listener the listening channel
     */
    public Acceptor(Channel listener) {
        this.listener = listener;
    }

    /**
     * Begins to accept for a service, or goes on for another one. Any thread.
     *
     * @param next the service's frontend
     */
    public void serve(TcpFrontend next) {
        frontend = next;
        listener.eventLoop().execute(this::resume);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        failing = false;
        parked.add((Channel) message);
        admit();
    }

    private void admit() {
        TcpFrontend current = frontend;
        while (current != null && !parked.isEmpty()) {
            if (!current.gate().tryEnter()) {
                listener.config().setAutoRead(false);
                current.gate().whenOpen(() -> listener.eventLoop().execute(this::resume));
                return;
            }
            start(parked.remove(), current);
        }
    }

    private void start(Channel client, TcpFrontend current) {
        int turn = nextLoop++;
        Loop loop = current.loops()
                .get(Integer.remainderUnsigned(turn, current.loops().size()));
        new TcpConnection(current, loop, client).start();
    }

    private void resume() {
        if (!listener.isOpen()) {
            return;
        }
        admit();
        if (parked.isEmpty()) {
            listener.config().setAutoRead(true);
        }
    }

    /** Out of descriptors, most likely: waits a moment, so that the loop does not spin; says so once. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        String name = frontendName();
        if (!failing) {
            failing = true;
            log.warn("{}: accepting on {} pauses: {}", name, listener.localAddress(), cause.toString());
        }
        listener.config().setAutoRead(false);
        listener.eventLoop().schedule(this::resume, PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private String frontendName() {
        TcpFrontend current = frontend;
        return current == null ? "?" : current.service().name();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        for (Channel client = parked.poll(); client != null; client = parked.poll()) {
            client.unsafe().closeForcibly();
        }
    }
}
