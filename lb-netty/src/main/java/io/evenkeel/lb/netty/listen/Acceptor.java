package io.evenkeel.lb.netty.listen;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.netty.gate.Admission;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.status.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one listening socket: turns away whom the service does not want, and gives the others to the loops in turn,
 * as far as the gate lets them in. It outlives its service's configuration, since a replaced service keeps its listening
 * sockets. All on the listening channel's loop but {@link #serve}.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    private static final long PAUSE_MILLIS = 200;

    /** Whom to serve, and the server's port for this listener's clients; both change at once. */
    private record Serving(Frontend frontend, int serverPort) {}

    private record Parked(Channel client, Ticket ticket) {}

    private final Channel listener;
    /**
     * Accepted in one batch with the client that took the last permit, or that lacks a descriptor; bounded by what the
     * system hands over after accepting has been stopped.
     */
    private final ArrayDeque<Parked> parked = new ArrayDeque<>();

    private volatile @Nullable Serving serving;
    private int nextLoop;
    /** Whether the gate will wake this. */
    private boolean waiting;

    private boolean pausing;

    /**
     * An acceptor that serves nobody yet; its channel must not read before {@link #serve}.
     *
     * @param listener the listening channel
     */
    Acceptor(Channel listener) {
        this.listener = listener;
    }

    /**
     * Begins to accept for a service, or goes on for another one. Any thread.
     *
     * @param frontend the service's frontend
     * @param serverPort the server's port for clients accepted from now on, 0 for its own or else the listener's
     */
    void serve(Frontend frontend, int serverPort) {
        serving = new Serving(frontend, serverPort);
        listener.eventLoop().execute(this::resume);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel client = (Channel) message;
        Serving now = serving;
        Ticket ticket = now == null ? null : ask(now.frontend(), client);
        if (now == null || ticket == null) {
            reset(client);
            return;
        }
        Refusal refusal = ticket.refusal();
        if (refusal != null) {
            now.frontend().service().refusals().count(refusal, client.remoteAddress());
            reset(client);
            return;
        }
        parked.add(new Parked(client, ticket));
        admitOrPause(now);
    }

    /** Null when the client has reset already, and nobody can say any more who it was. */
    private static @Nullable Ticket ask(Frontend frontend, Channel client) {
        AccessList access = frontend.access();
        ConnectionLimits limits = frontend.limits();
        if (Admission.isFree(access, limits)) {
            return Ticket.FREE;
        }
        return client.remoteAddress() instanceof InetSocketAddress address
                ? frontend.admission().enter(address.getAddress(), access, limits)
                : null;
    }

    /** While clients wait for a descriptor no other is begun with: it would wait, too, and hold a place at a server. */
    private void admitOrPause(Serving now) {
        if (now.frontend().shortage().isAwaited()) {
            pause();
        } else {
            admit(now);
        }
    }

    private void admit(Serving now) {
        Frontend frontend = now.frontend();
        while (!parked.isEmpty()) {
            if (!frontend.gate().tryEnter()) {
                listener.config().setAutoRead(false);
                if (!waiting) {
                    waiting = true;
                    frontend.gate().whenOpen(() -> listener.eventLoop().execute(this::woken));
                }
                return;
            }
            start(parked.remove(), now);
        }
    }

    private void start(Parked next, Serving now) {
        int turn = nextLoop++;
        Frontend frontend = now.frontend();
        Loop loop = frontend.loops()
                .get(Integer.remainderUnsigned(turn, frontend.loops().size()));
        frontend.accept(loop, next.client(), next.ticket(), now.serverPort());
    }

    private void woken() {
        waiting = false;
        resume();
    }

    private void resume() {
        Serving now = serving;
        if (now == null) {
            return;
        }
        if (listener.isOpen()) {
            admitOrPause(now);
            if (parked.isEmpty() && !pausing) {
                listener.config().setAutoRead(true);
            }
        }
        now.frontend().gate().wakeNext();
    }

    /** Out of descriptors, most likely. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Serving now = serving;
        if (now != null) {
            now.frontend().shortage().failed(now.frontend().service().name(), cause);
        }
        pause();
    }

    /** Waits a moment, so that the loop does not spin. */
    private void pause() {
        listener.config().setAutoRead(false);
        if (!pausing) {
            pausing = true;
            listener.eventLoop().schedule(this::endPause, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void endPause() {
        pausing = false;
        resume();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        for (Parked next = parked.poll(); next != null; next = parked.poll()) {
            reset(next.client());
            next.ticket().leave();
        }
    }

    /** A client that no loop has seen yet. */
    private static void reset(Channel client) {
        try {
            client.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            log.debug("a client that is turned away was gone already", e); // some systems refuse the option then
        }
        client.unsafe().closeForcibly();
    }
}
