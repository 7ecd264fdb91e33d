package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.http.exchange.ClientConnection;
import io.evenkeel.lb.netty.http.exchange.Exchange;
import io.evenkeel.lb.netty.http.exchange.HttpLoop;
import io.evenkeel.lb.netty.http.h1.parse.Progress;
import io.evenkeel.lb.netty.http.rules.Answers;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.spi.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: reads requests one after the other, each into an exchange, and ends behind the last answer. While
 * an exchange goes on, at most what one read has brought of the next requests waits. On the loop's thread.
 */
final class H1ClientConnection extends ClientConnection implements Wire.Owner {

    private static final Logger log = LoggerFactory.getLogger(H1ClientConnection.class);

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
    private final AnswerWriter writer;
    private final RequestReader reader;
    private final HeadDeadline headDeadline;
    private final LingeringClose lingering;

    private State state = State.IDLE;
    private @Nullable Exchange exchange;
    private boolean processing;
    /** Whether the exchange takes a chunk. */
    private boolean demanded;
    /** Whether the connection ends behind the present answer. */
    private boolean last;

    private boolean draining;

    H1ClientConnection(HttpLoop home, Channel channel, Ticket ticket, int serverPort) {
        super(home, channel, ticket, serverPort);
        this.home = home;
        this.loop = home.loop();
        this.wire = new Wire(this, loop, channel, false);
        this.writer = new AnswerWriter(this, wire);
        this.reader = new RequestReader(home.frontend().config());
        this.headDeadline = new HeadDeadline(loop);
        this.lingering = new LingeringClose(wire, loop);
    }

    private HttpTimeouts timeouts() {
        return reader.config().timeouts();
    }

    /** The client's channel is registered. */
    void begin() {
        if (state == State.CLOSED) {
            return; // the client reset before this was called
        }
        live();
        headDeadline.rest();
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

    /** The exchange takes a chunk. */
    void demand() {
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
            case LINGER -> linger();
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
            reconfigured();
        }
        exchange = home.exchange();
        state = State.HEAD;
        headDeadline.begin();
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
                headDeadline.met();
                last = draining || !now.request().isKeepAlive();
                state = now.request().hasBody() ? State.BODY : State.ANSWER;
                demanded = true;
                now.begin(writer);
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

    /** The client's version of HTTP/1, as its present request tells it. */
    int minorVersion() {
        return Objects.requireNonNull(exchange).request().minorVersion();
    }

    /**
     * An answer begins; whether the connection ends behind it.
     *
     * @param untilClose whether nothing else tells the answer's end
     */
    boolean answering(boolean untilClose) {
        last |= state == State.BODY || untilClose; // what is left of the request is not waited for
        return last;
    }

    @Override
    public void drained() {
        Exchange now = exchange;
        if (now != null) {
            now.clientReady();
        } else if (state == State.LINGER) {
            finish(true);
        } else if (state == State.IDLE) {
            headDeadline.rest();
            process();
        }
    }

    // ---- end ----

    /** The exchange is over. */
    void over(boolean complete) {
        exchange = null;
        if (state == State.CLOSED) {
            return;
        }
        if (!complete || last) {
            finish(!complete || wire.input() != null);
            return;
        }
        state = State.IDLE;
        headDeadline.rest();
        if (reader.isKeepAliveShort()) {
            loop.wheel().schedule(this);
        }
        process();
    }

    /** All that is to be written was; if the client may still be sending, a close would take the answer from it. */
    private void finish(boolean maySend) {
        if (!lingering.isNeeded(maySend)) {
            close(false);
            return;
        }
        state = State.LINGER;
        lingering.begin();
        loop.wheel().schedule(this);
        if (wire.isReady()) { // else this is called again when it is drained
            wire.sendFin();
            process();
        }
    }

    private boolean linger() {
        if (lingering.drop()) {
            close(false);
        }
        return false;
    }

    /** The answer that is under way is cut. */
    void abort() {
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
        ended();
    }

    // ---- what its loop asks ----

    @Override
    protected long deadlineNanos() {
        return switch (state) {
            case IDLE -> headDeadline.restNanos(timeouts());
            case HEAD -> headDeadline.headNanos(timeouts());
            case BODY, ANSWER, CLOSED ->
                loop.wheel().now() + timeouts().keepAlive().toNanos(); // the exchange has its own
            case LINGER -> lingering.deadlineNanos(timeouts());
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
    public void reset() {
        if (state != State.CLOSED) {
            clientGone(Outcome.ENDED_BY_BALANCER);
        }
    }

    @Override
    public void drain() {
        draining = true;
        last = true;
        if (state == State.IDLE && !headDeadline.isFirst()) { // else its request is on its way
            finish(false);
        }
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

    @Override
    protected ForwardedHeaders forwarding() {
        return reader.config().forwarding();
    }
}
