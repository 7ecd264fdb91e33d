package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.engine.Endpoint;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.http.Answers;
import io.evenkeel.lb.netty.http.ClientFields;
import io.evenkeel.lb.netty.http.Downstream;
import io.evenkeel.lb.netty.http.Exchange;
import io.evenkeel.lb.netty.http.Fields;
import io.evenkeel.lb.netty.http.HttpLoop;
import io.evenkeel.lb.netty.http.ResponseMessage;
import io.evenkeel.lb.netty.loop.LiveConnection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.spi.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: reads requests one after the other, each into an exchange, and writes their answers. While an
 * exchange goes on, at most what one read has brought of the next requests waits. On the loop's thread.
 */
final class H1Downstream extends LiveConnection implements Downstream, Wire.Owner {

    private static final Logger log = LoggerFactory.getLogger(H1Downstream.class);

    /** For how long, and how much, a client may go on sending after an answer that ends its connection early. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int LINGER_BYTES = 1 << 20;

    private enum State {
        IDLE,
        HEAD,
        BODY,
        /** The request was read; its answer is awaited, or written. */
        ANSWER,
        /** The last answer was written; what the client still sends is thrown away until it has seen that. */
        LINGER,
        CLOSED
    }

    private final HttpLoop home;
    private final Loop loop;
    private final Wire wire;
    private final Ticket ticket;
    private final int serverPort;
    private final AnswerWriter writer;
    private final RequestReader reader;

    private @Nullable ClientFields fields;

    private State state = State.IDLE;
    /** Whether an idle client must be looked at earlier than one that sends a head. */
    private boolean keepAliveIsShort;

    private @Nullable Exchange exchange;
    /** When the state began, on the wheel's clock. */
    private long since;

    private boolean living;
    private boolean first = true;
    private boolean processing;
    /** Whether the exchange takes a chunk. */
    private boolean demanded;
    /** Whether the connection ends behind the present answer. */
    private boolean last;

    private boolean draining;
    private int lingered;

    H1Downstream(HttpLoop home, Channel channel, Ticket ticket, int serverPort) {
        this.home = home;
        this.loop = home.loop();
        this.ticket = ticket;
        this.serverPort = serverPort;
        this.wire = new Wire(this, loop, channel);
        this.writer = new AnswerWriter(wire);
        this.reader = new RequestReader(home.frontend().config());
        this.keepAliveIsShort = isKeepAliveShort(timeouts());
    }

    private static boolean isKeepAliveShort(HttpTimeouts timeouts) {
        return timeouts.keepAlive().compareTo(timeouts.head()) < 0;
    }

    private HttpTimeouts timeouts() {
        return reader.config().timeouts();
    }

    /** The client's channel is registered. */
    void begin() {
        if (state == State.CLOSED) {
            return; // the client reset before this was called
        }
        living = true;
        loop.add(this);
        since = loop.wheel().now();
        loop.wheel().schedule(this);
    }

    // ---- reading ----

    @Override
    public void received() {
        process();
    }

    @Override
    public void inputEnded() {
        process();
    }

    @Override
    public void demand() {
        demanded = true;
        process();
    }

    private void process() {
        if (processing || state == State.CLOSED) {
            return;
        }
        processing = true;
        do {
            while (step()) {}
            flushRequest();
        } while (state == State.BODY && demanded && wire.input() != null);
        processing = false;
        if (state != State.CLOSED) {
            wire.want(wantsInput());
        }
    }

    private void flushRequest() {
        Exchange now = exchange;
        if (now != null && (state == State.BODY || state == State.ANSWER)) {
            demanded = false;
            now.requestFlush();
        }
    }

    private boolean wantsInput() {
        return switch (state) {
            case HEAD, LINGER -> true;
            case BODY -> demanded;
            case IDLE, ANSWER -> wire.input() == null; // or nobody would notice that the client is gone
            case CLOSED -> false;
        };
    }

    /** Does the next thing; false when it must wait. A client that has not taken an answer gets no other. */
    private boolean step() {
        ByteBuf input = wire.input();
        return switch (state) {
            case IDLE -> wire.isReady() && (input == null ? endIfClientHas() : beginHead());
            case HEAD -> input == null ? endIfClientHas() : readHead(input);
            case BODY -> demanded && readBody();
            case ANSWER, CLOSED -> false;
            case LINGER -> lingerOn(input);
        };
    }

    private boolean endIfClientHas() {
        if (wire.isInputEnded()) {
            giveUpHead();
            close(false);
        }
        return false;
    }

    private boolean beginHead() {
        if (reader.begin(home.frontend().config())) {
            keepAliveIsShort = isKeepAliveShort(timeouts());
            fields = null;
        }
        exchange = home.exchange();
        state = State.HEAD;
        if (!first) {
            since = loop.wheel().now();
        }
        return true;
    }

    private boolean readHead(ByteBuf input) {
        Exchange now = Objects.requireNonNull(exchange);
        Progress progress = reader.head(input, now.request());
        wire.taken();
        switch (progress) {
            case NEED_MORE -> {
                loop.wheel().schedule(this); // the time for a head is shorter than that between two
                return endIfClientHas();
            }
            case REFUSED -> refuse(reader.status());
            case DONE -> {
                first = false;
                last = draining || !now.request().isKeepAlive();
                state = now.request().hasBody() ? State.BODY : State.ANSWER;
                demanded = true;
                now.begin(this);
            }
        }
        return true;
    }

    private boolean readBody() {
        Exchange now = Objects.requireNonNull(exchange);
        BodyReader body = reader.body();
        switch (body.next(wire)) {
            case NEED_MORE -> {
                if (wire.isInputEnded()) {
                    clientGone(Outcome.CLIENT_RESET);
                }
                return false;
            }
            case CHUNK -> now.requestChunk(wire.take(body.bytes()));
            case END -> {
                state = State.ANSWER;
                now.requestEnd(body.trailers());
            }
            case REFUSED -> {
                log.debug("{}: a request's body is refused: {}", service().name(), body.problem());
                now.requestBroken(400);
            }
        }
        return true;
    }

    private void refuse(int status) {
        log.debug("{}: a request is refused with {}", service().name(), status);
        Exchange now = Objects.requireNonNull(exchange);
        FixedAnswer answer = Answers.of(status);
        last = true;
        now.refuse(answer, this);
        writer.refuse(now.response(), answer, loop.allocator());
        wire.flush();
        giveUpHead();
        if (state != State.CLOSED) {
            finish(true);
        }
    }

    private void giveUpHead() {
        Exchange now = exchange;
        exchange = null;
        if (now != null) {
            now.discard();
        }
        reader.giveUp();
    }

    // ---- writing ----

    @Override
    public void inform(ResponseMessage head) {
        writer.inform(head);
        wire.flush();
    }

    @Override
    public void respond(ResponseMessage head, boolean bodyless) {
        int version = Objects.requireNonNull(exchange).request().minorVersion();
        // What is left of the request is not waited for.
        last |= state == State.BODY || AnswerWriter.lastsUntilClose(head, bodyless, version);
        writer.respond(head, bodyless, version, last);
    }

    @Override
    public void deliver(ByteBuf chunk) {
        writer.write(chunk);
    }

    @Override
    public void end(@Nullable Fields trailers) {
        writer.end(trailers);
    }

    @Override
    public void flush() {
        wire.flush();
    }

    @Override
    public boolean isReady() {
        return wire.isReady();
    }

    @Override
    public void drained() {
        Exchange now = exchange;
        if (now != null) {
            now.clientReady();
        } else if (state == State.LINGER) {
            finish(true);
        } else if (state == State.IDLE) {
            since = loop.wheel().now();
            process();
        }
    }

    // ---- end ----

    @Override
    public void over(boolean complete) {
        exchange = null;
        if (state == State.CLOSED) {
            return;
        }
        if (!complete || last) {
            finish(!complete || wire.input() != null);
            return;
        }
        state = State.IDLE;
        since = loop.wheel().now();
        if (keepAliveIsShort) {
            loop.wheel().schedule(this);
        }
        process();
    }

    /** All that is to be written was; if the client may still be sending, a close would take the answer from it. */
    private void finish(boolean linger) {
        if (!wire.isReady()) {
            state = State.LINGER;
            since = loop.wheel().now();
            loop.wheel().schedule(this);
            return; // until it is drained
        }
        if (!linger || wire.isInputEnded()) {
            close(false);
            return;
        }
        state = State.LINGER;
        since = loop.wheel().now();
        loop.wheel().schedule(this);
        wire.sendFin();
        process();
    }

    private boolean lingerOn(@Nullable ByteBuf input) {
        if (input != null) {
            lingered += input.readableBytes();
            wire.dropInput();
        }
        if (wire.isReady() && (wire.isInputEnded() || lingered > LINGER_BYTES)) {
            close(false);
        }
        return false;
    }

    @Override
    public void abort() {
        close(true);
    }

    private void close(boolean reset) {
        state = State.CLOSED;
        loop.wheel().cancel(this);
        wire.close(reset);
    }

    private void clientGone(Outcome outcome) {
        Exchange now = exchange;
        State was = state;
        close(true);
        if (was == State.HEAD) {
            giveUpHead();
        } else if (now != null) {
            now.clientGone(outcome);
        }
    }

    @Override
    public void broken(@Nullable Throwable cause) {
        if (cause != null) {
            log.debug("{}: a client broke its connection", service().name(), cause);
        }
        clientGone(Outcome.CLIENT_RESET);
    }

    @Override
    public void closed() {
        if (state != State.CLOSED) {
            clientGone(Outcome.CLIENT_RESET);
        }
        home.frontend().left(ticket);
        if (living) {
            loop.remove(this);
        }
    }

    // ---- what its loop asks ----

    @Override
    protected long deadlineNanos() {
        long now = loop.wheel().now();
        return switch (state) {
            case IDLE -> since + (first ? timeouts().head() : timeouts().keepAlive()).toNanos();
            case HEAD -> since + timeouts().head().toNanos();
            case BODY, ANSWER, CLOSED -> now + timeouts().keepAlive().toNanos(); // the exchange has its own
            case LINGER ->
                since + (wire.isReady() ? LINGER_NANOS : timeouts().body().toNanos());
        };
    }

    @Override
    protected void expired() {
        switch (state) {
            case IDLE -> close(!wire.isReady());
            case HEAD -> refuse(408);
            case LINGER -> close(true);
            case BODY, ANSWER, CLOSED -> {}
        }
    }

    @Override
    public LiveService service() {
        return home.frontend().service();
    }

    /** It is not for a server: its exchanges' connections are. */
    @Override
    public @Nullable Endpoint endpoint() {
        return null;
    }

    @Override
    public @Nullable LivePool pool() {
        return null;
    }

    @Override
    public void reset() {
        if (state != State.CLOSED) {
            clientGone(Outcome.ENDED_BY_BALANCER);
        }
    }

    @Override
    public void drain() {
        draining = true;
        last = true;
        if (state == State.IDLE && !first) { // else its request is on its way
            finish(false);
        }
    }

    @Override
    public void resetAt(long deadlineNanos) {
        throw new IllegalStateException("a client's connection does not end with a server");
    }

    @Override
    public long stalledNanos() {
        return wire.stalledNanos();
    }

    @Override
    public void budgetChanged() {
        if (state != State.CLOSED) {
            wire.updateReading();
        }
    }

    // ---- what its exchange asks ----

    @Override
    public InetSocketAddress client() {
        return (InetSocketAddress) wire.channel().remoteAddress();
    }

    @Override
    public InetSocketAddress listener() {
        return (InetSocketAddress) wire.channel().localAddress();
    }

    @Override
    public int serverPort() {
        return serverPort;
    }

    @Override
    public ClientFields fields() {
        ClientFields made = fields;
        if (made == null) {
            made = new ClientFields(reader.config().forwarding(), client(), listener(), "http");
            fields = made;
        }
        return made;
    }
}
