package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.loop.Deadline;
import io.evenkeel.lb.netty.loop.DeadlineWheel;
import io.evenkeel.lb.netty.loop.LiveConnection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.search.ClientAffinity;
import io.evenkeel.lb.netty.search.ClientSource;
import io.evenkeel.lb.netty.search.Seeker;
import io.evenkeel.lb.netty.search.ServerSearch;
import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection from its acceptance to its end: find a server ({@link ServerSearch}), relay, settle. One deadline at a
 * time is in the wheel: the search's, then the one for silence. On its loop's thread.
 */
final class TcpConnection extends LiveConnection implements Seeker, ClientView {

    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    /** Refused bytes make a channel unwritable at once, and writable again when all are out. */
    private static final WriteBufferWaterMark NOTHING_PENDING = new WriteBufferWaterMark(1, 1);

    private enum State {
        SEARCHING,
        RELAYING,
        ENDED
    }

    private final TcpFrontend frontend;
    private final Loop loop;
    private final Side client;
    private final Ticket ticket;
    private final TcpTimeouts timeouts;
    private final Selection selection = new Selection(MemberStats.CONNECTIONS, this);
    /** None any more once it has found a server: a connection may stay for hours. */
    private @Nullable ServerSearch search;

    private final int serverPort;
    private @Nullable ClientAffinity affinity;

    private State state = State.SEARCHING;
    /** Channels that are not closed yet; the connection is gone when there is none. */
    private int open = 1;
    /** Whether the loop knows of the connection. */
    private boolean living;

    /** The server's side, of the present attempt to reach it or for good. */
    private @Nullable Side server;
    /** When a byte last moved; on the wheel's clock. */
    private long since;
    /** Whether the connection may only go on until {@link #resetAt}, because its server went away. */
    private boolean condemned;

    private long resetAt;

    TcpConnection(TcpFrontend frontend, Loop loop, Channel clientChannel, Ticket ticket, int serverPort) {
        this.frontend = frontend;
        this.loop = loop;
        this.client = new Side(this, clientChannel, true);
        this.ticket = ticket;
        this.timeouts = frontend.config().timeouts();
        this.serverPort = serverPort;
        configure(clientChannel);
        clientChannel.pipeline().addLast(client);
    }

    // ---- accept ----

    private void configure(Channel channel) {
        ChannelConfig config = channel.config();
        config.setAutoRead(false);
        config.setAllocator(loop.allocator());
        config.setRecvByteBufAllocator(loop.buffers().reads());
        config.setWriteBufferWaterMark(NOTHING_PENDING);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        // The wheel keeps the deadline of a connect; Netty would allocate a timer for each.
        config.setConnectTimeoutMillis(0);
    }

    /** The client's channel is registered. */
    void begin() {
        if (isEnded()) {
            return; // the client reset before this was called
        }
        living = true;
        loop.add(this);
        Affinity persistence = service().affinity();
        if (persistence != null) {
            affinity = new ClientAffinity(persistence, persistence.key(client().getAddress()), loop);
        }
        ServerSearch begun = new ServerSearch(this, frontend, selection);
        search = begun;
        begun.begin(service().pool(), serverPort, null, affinity);
    }

    // ---- what the search asks and finds ----

    @Override
    public Deadline deadline() {
        return this;
    }

    @Override
    public InetSocketAddress client() {
        return (InetSocketAddress) client.channel().remoteAddress();
    }

    @Override
    public long source(int prefix4, int prefix6) {
        return new ClientSource(client().getAddress()).hash(prefix4, prefix6);
    }

    @Override
    public int arrivalPort() {
        return ((InetSocketAddress) client.channel().localAddress()).getPort();
    }

    @Override
    public long connectNanos() {
        return timeouts.connect().toNanos();
    }

    @Override
    public long dialNanos() {
        return timeouts.dial().toNanos();
    }

    @Override
    public void waits() {
        client.watchWhileWaiting();
    }

    @Override
    public void dialing(Channel channel) {
        Side side = new Side(this, channel, false);
        open++;
        configure(channel);
        channel.pipeline().addLast(side);
        server = side;
    }

    @Override
    public void reached(Channel channel) {
        Side side = Objects.requireNonNull(server);
        state = State.RELAYING;
        search = null;
        touch();
        selection.replied(false);
        side.relayTo(client);
        if (state == State.RELAYING) {
            client.relayTo(side);
        }
    }

    @Override
    public void refused(Refusal reason) {
        end(true);
    }

    @Override
    public void timedOut(Refusal reason) {
        settle(reason == Refusal.DESCRIPTORS ? Outcome.ENDED_BY_BALANCER : Outcome.CONNECT_TIMEOUT);
        end(true);
    }

    // ---- relay ----

    @Override
    public Loop loop() {
        return loop;
    }

    boolean isEnded() {
        return state == State.ENDED;
    }

    void touch() {
        since = loop.wheel().now();
    }

    void count(boolean fromClient, int bytes) {
        int counter = fromClient ? MemberStats.BYTES_IN : MemberStats.BYTES_OUT;
        selection.member().stats().add(loop.worker(), counter, bytes);
        if (!fromClient) {
            selection.answered();
        }
    }

    /** Both halves have ended and every byte is out. */
    void complete() {
        settle(Outcome.COMPLETED);
        end(false);
    }

    /** A side's socket failed, or was closed by a reset. Before the relay, a server's side reports through its connect. */
    void broken(boolean clientSide, @Nullable Throwable cause) {
        if (state == State.ENDED || (state == State.SEARCHING && !clientSide)) {
            return;
        }
        if (cause != null) {
            log.debug("{}: the {} broke a connection", service().name(), clientSide ? "client" : "server", cause);
        }
        settle(clientSide ? Outcome.CLIENT_RESET : Outcome.SERVER_RESET);
        end(true);
    }

    @Override
    public void budgetChanged() {
        client.updateReading();
        Side current = server;
        if (current != null) {
            current.updateReading();
        }
    }

    @Override
    public long stalledNanos() {
        Side current = server;
        return Math.max(client.stalledNanos(), current == null ? 0 : current.stalledNanos());
    }

    // ---- deadlines ----

    /** A half has ended: from now on silence may last for the fin timeout only, so the wheel must look earlier. */
    void halfEnded() {
        touch();
        if (state == State.RELAYING) {
            loop.wheel().schedule(this);
        }
    }

    @Override
    public void resetAt(long deadlineNanos) {
        if (state == State.ENDED) {
            return;
        }
        resetAt = condemned ? DeadlineWheel.earlier(resetAt, deadlineNanos) : deadlineNanos;
        condemned = true;
        loop.wheel().schedule(this);
    }

    @Override
    protected long deadlineNanos() {
        ServerSearch searching = search;
        long deadline = searching != null
                ? searching.deadlineNanos()
                : since + (oneHalfEnded() ? timeouts.fin() : timeouts.idle()).toNanos();
        return condemned ? DeadlineWheel.earlier(deadline, resetAt) : deadline;
    }

    @Override
    protected void expired() {
        ServerSearch searching = search;
        if (condemned && loop.wheel().now() - resetAt >= 0) {
            reset();
        } else if (searching != null) {
            searching.expired();
        } else {
            log.debug("{}: a connection was silent for too long", service().name());
            settle(Outcome.TIMED_OUT);
            end(true);
        }
    }

    private boolean oneHalfEnded() {
        Side current = server;
        return client.finReceived() || (current != null && current.finReceived());
    }

    // ---- end ----

    @Override
    public void reset() {
        if (state != State.ENDED) {
            settle(Outcome.ENDED_BY_BALANCER);
            end(true);
        }
    }

    @Override
    public void drain() {} // nobody but its two ends knows what is under way

    private void settle(Outcome outcome) {
        if (selection.isReserved()) {
            ServerSearch searching = search;
            selection.settle(outcome, loop.wheel().now() - (searching != null ? searching.since() : since));
            ClientAffinity known = affinity;
            if (known != null) {
                known.ended();
            }
        }
    }

    private void end(boolean reset) {
        ServerSearch searching = search;
        if (searching != null) {
            search = null;
            searching.end();
        }
        state = State.ENDED;
        loop.wheel().cancel(this);
        client.close(reset);
        Side current = server;
        if (current != null) {
            current.close(reset);
        }
    }

    /** The accounts are closed with the last socket. */
    void sideClosed() {
        open--;
        if (open == 0) {
            frontend.left(ticket);
            if (living) {
                loop.remove(this);
            }
        }
    }

    // ---- what its loop and its service ask ----

    @Override
    public LiveService service() {
        return frontend.service();
    }

    @Override
    public LivePool pool() {
        return service().pool();
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return selection.isReserved() ? selection.member().endpoint() : null;
    }
}
