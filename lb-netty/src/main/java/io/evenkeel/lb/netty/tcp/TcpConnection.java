package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.engine.Choice;
import io.evenkeel.lb.engine.Endpoint;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.MemberStats;
import io.evenkeel.lb.engine.Selection;
import io.evenkeel.lb.netty.loop.LiveConnection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.Outcome;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection from its acceptance to its end: choose, dial (the next server on failure, within one deadline,
 * while the client's bytes wait), relay, settle. One deadline at a time is in the wheel: for the dial, then for silence.
 * On its loop's thread but {@link #start}.
 */
final class TcpConnection extends LiveConnection {

    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    /** Refused bytes make a channel unwritable at once, and writable again when all are out. */
    private static final WriteBufferWaterMark NOTHING_PENDING = new WriteBufferWaterMark(1, 1);

    /** At most what the adaptive allocator keeps per thread; larger buffers it would keep beyond the close. */
    private static final RecvByteBufAllocator READ_SIZES = new AdaptiveRecvByteBufAllocator(512, 4096, 16384);

    private enum State {
        DIALING,
        RELAYING,
        ENDED
    }

    private final TcpFrontend frontend;
    private final Loop loop;
    private final Side client;
    private final TcpTimeouts timeouts;
    private final Selection selection = new Selection();

    private State state = State.DIALING;
    /** Channels that are not closed yet; the connection is gone when there is none. */
    private int open = 1;
    /** Whether the loop knows of the connection. */
    private boolean living;

    private @Nullable Side server;
    /** Those of the server that is dialled, and which of them. */
    private List<InetAddress> addresses = List.of();

    private int address;
    private long acceptedAt;
    /** When the present attempt began, and after that when a byte last moved; on the wheel's clock. */
    private long since;
    /** Whether the connection may only go on until {@link #resetAt}, because its server went away. */
    private boolean condemned;

    private long resetAt;

    TcpConnection(TcpFrontend frontend, Loop loop, Channel clientChannel) {
        this.frontend = frontend;
        this.loop = loop;
        this.client = new Side(this, clientChannel, true);
        this.timeouts = frontend.config().timeouts();
    }

    // ---- accept ----

    /** Registers the client's channel on the loop; what follows happens there. Any thread; the gate was entered. */
    void start() {
        Channel channel = client.channel();
        configure(channel);
        channel.pipeline().addLast(client);
        loop.eventLoop().register(channel).addListener((ChannelFuture registered) -> {
            if (registered.isSuccess()) {
                begin();
            } else {
                log.debug("{}: a client could not be registered", service().name(), registered.cause());
                channel.unsafe().closeForcibly();
            }
        });
    }

    private void configure(Channel channel) {
        ChannelConfig config = channel.config();
        config.setAutoRead(false);
        config.setAllocator(loop.allocator());
        config.setRecvByteBufAllocator(READ_SIZES);
        config.setWriteBufferWaterMark(NOTHING_PENDING);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        // The wheel keeps the deadline of a connect; Netty would allocate a timer for each.
        config.setConnectTimeoutMillis(0);
    }

    private void begin() {
        if (isEnded()) {
            return; // the client reset before this was called
        }
        acceptedAt = loop.wheel().now();
        living = true;
        loop.add(this);
        dial();
    }

    // ---- choose and dial ----

    private void dial() {
        Choice choice = service().pool().choose(loop.worker(), null, selection);
        if (choice != Choice.PICKED) {
            log.debug("{}: a client is refused: {} after {} tried", service().name(), choice, selection.triedCount());
            end(true);
            return;
        }
        addresses = selection.member().endpoint().addresses();
        address = 0;
        connect();
    }

    private void connect() {
        since = loop.wheel().now();
        InetSocketAddress target = target();
        Channel channel = loop.transport().newSocket(target.getAddress());
        Side attempt = new Side(this, channel, false);
        server = attempt;
        open++;
        configure(channel);
        channel.pipeline().addLast(attempt);
        loop.eventLoop().register(channel);
        loop.wheel().schedule(this);
        channel.connect(target).addListener((ChannelFuture connected) -> connected(attempt, connected.cause()));
    }

    private InetSocketAddress target() {
        Endpoint endpoint = selection.member().endpoint();
        int port = endpoint.port();
        if (port == 0) {
            port = ((InetSocketAddress) client.channel().localAddress()).getPort();
        }
        return new InetSocketAddress(addresses.get(address), port);
    }

    private void connected(Side attempt, @Nullable Throwable failure) {
        if (state != State.DIALING || server != attempt) {
            return; // given up meanwhile
        }
        if (failure != null) {
            log.debug("{}: server {} is not reached", service().name(), selection.member(), failure);
            next(Outcome.CONNECT_FAILED);
            return;
        }
        state = State.RELAYING;
        touch();
        attempt.relayTo(client);
        if (state == State.RELAYING) {
            client.relayTo(attempt);
        }
    }

    /** The server's next address is tried; behind the last, the server is given up, and the next is tried. */
    private void next(Outcome outcome) {
        Side attempt = server;
        server = null;
        address++;
        boolean another = address < addresses.size();
        if (!another) {
            selection.exclude(outcome, loop.wheel().now() - since);
        }
        if (attempt != null) {
            attempt.close(false);
        }
        if (another) {
            connect();
        } else {
            dial();
        }
    }

    // ---- relay ----

    Loop loop() {
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
    }

    /** Both halves have ended and every byte is out. */
    void complete() {
        settle(Outcome.COMPLETED);
        end(false);
    }

    /** A side's socket failed, or was closed by a reset. While dialing, the server's side reports through its connect. */
    void broken(boolean clientSide, @Nullable Throwable cause) {
        if (state == State.ENDED || (state == State.DIALING && !clientSide)) {
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
        resetAt = condemned ? earlier(resetAt, deadlineNanos) : deadlineNanos;
        condemned = true;
        loop.wheel().schedule(this);
    }

    @Override
    protected long deadlineNanos() {
        long deadline;
        if (state == State.DIALING) {
            deadline = earlier(since + timeouts.connect().toNanos(), dialDeadline());
        } else {
            deadline = since + (oneHalfEnded() ? timeouts.fin() : timeouts.idle()).toNanos();
        }
        return condemned ? earlier(deadline, resetAt) : deadline;
    }

    @Override
    protected void expired() {
        long now = loop.wheel().now();
        if (condemned && now - resetAt >= 0) {
            reset();
        } else if (state == State.RELAYING) {
            log.debug("{}: a connection was silent for too long", service().name());
            settle(Outcome.TIMED_OUT);
            end(true);
        } else if (now - dialDeadline() >= 0) {
            log.debug("{}: no server was reached in time, {} tried", service().name(), selection.triedCount() + 1);
            settle(Outcome.CONNECT_TIMEOUT);
            end(true);
        } else {
            next(Outcome.CONNECT_TIMEOUT);
        }
    }

    private long dialDeadline() {
        return acceptedAt + timeouts.dial().toNanos();
    }

    private boolean oneHalfEnded() {
        Side current = server;
        return client.finReceived() || (current != null && current.finReceived());
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    // ---- end ----

    @Override
    public void reset() {
        if (state != State.ENDED) {
            settle(Outcome.ENDED_BY_BALANCER);
            end(true);
        }
    }

    private void settle(Outcome outcome) {
        if (selection.isReserved()) {
            selection.settle(outcome, loop.wheel().now() - since);
        }
    }

    private void end(boolean reset) {
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
            frontend.gate().leave();
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
    public @Nullable Endpoint endpoint() {
        return selection.isReserved() ? selection.member().endpoint() : null;
    }
}
