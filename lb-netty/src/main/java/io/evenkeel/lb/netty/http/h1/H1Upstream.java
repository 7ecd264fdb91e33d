package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.netty.http.exchange.HttpLoop;
import io.evenkeel.lb.netty.http.h1.parse.Progress;
import io.evenkeel.lb.netty.http.h1.parse.ResponseParser;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.http.upstream.ServerAnswer;
import io.evenkeel.lb.netty.http.upstream.UpstreamConnection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a server: writes an exchange's request and reads its answer, then waits in its pool for the next. On the
 * loop's thread.
 */
final class H1Upstream extends UpstreamConnection implements Wire.Owner {

    private static final Logger log = LoggerFactory.getLogger(H1Upstream.class);

    private enum State {
        IDLE,
        HEAD,
        BODY,
        CLOSED
    }

    private static final int SWITCHING = 101;

    private final HttpLoop home;
    private final Loop loop;
    private final Wire wire;
    private final ResponseParser parser;
    private final BodyReader body;
    private final BodyWriter writer;

    private State state = State.IDLE;
    private @Nullable ServerAnswer answer;
    private boolean used;
    private boolean reused;
    private boolean processing;
    /** Whether the exchange takes a chunk. */
    private boolean demanded;
    /** Whether not a byte of the answer has come. */
    private boolean untouched;

    /** What was read and written by the time it was last told. */
    private long toldRead;

    private long toldWritten;

    private boolean requestEnded;
    private boolean keepAlive;

    H1Upstream(HttpLoop home, Channel channel, Endpoint endpoint, int port, Http1Limits limits) {
        super(home.upstreams(), endpoint, port);
        this.home = home;
        this.loop = home.loop();
        this.wire = new Wire(this, loop, channel, true);
        this.parser = new ResponseParser(limits);
        this.body = new BodyReader(limits);
        this.writer = new BodyWriter(wire);
        loop.add(this);
    }

    // ---- the request ----

    @Override
    public boolean isReused() {
        return reused;
    }

    @Override
    public void begin(ServerAnswer next) {
        answer = next;
        reused = used;
        used = true;
        state = State.HEAD;
        untouched = true;
        requestEnded = false;
        demanded = true;
    }

    @Override
    public void request(RequestMessage head) {
        ByteBuf out = wire.output(head.fields().size() + 64);
        HeadWriter.request(head, out, ConnectionOption.NONE);
        writer.begin(head.isChunked());
        requestEnded = !head.hasBody();
    }

    @Override
    public void deliver(ByteBuf chunk) {
        writer.write(chunk);
    }

    @Override
    public void end(@Nullable Fields trailers) {
        writer.end(trailers);
        requestEnded = true;
    }

    @Override
    public void flush() {
        wire.flush();
        tellBytes();
    }

    private void tellBytes() {
        ServerAnswer now = answer;
        if (now != null) {
            now.moved(wire.written() - toldWritten, wire.read() - toldRead);
        }
        toldWritten = wire.written();
        toldRead = wire.read();
    }

    @Override
    public boolean isReady() {
        return wire.isReady();
    }

    @Override
    public void drained() {
        ServerAnswer now = answer;
        if (now != null) {
            now.serverReady();
        }
    }

    // ---- the answer ----

    @Override
    public void demand() {
        demanded = true;
        process();
    }

    @Override
    public void received() {
        tellBytes();
        if (state == State.IDLE) {
            log.debug("{}: server {} sent what nobody asked for", service().name(), endpoint());
            drop();
        } else {
            process();
        }
    }

    @Override
    public void inputEnded() {
        if (state == State.IDLE) {
            drop();
        } else {
            process();
        }
    }

    private void process() {
        if (processing || answer == null) {
            return;
        }
        processing = true;
        ServerAnswer now = answer;
        do {
            while (demanded && step()) {}
            if (answer == now && state == State.BODY) {
                demanded = false;
                now.flush();
            }
        } while (answer == now && state == State.BODY && demanded && wire.input() != null);
        processing = false;
        if (state != State.CLOSED) {
            wire.want(state == State.IDLE || demanded);
        }
    }

    /** Does the next thing; false when it must wait, or is done. */
    private boolean step() {
        return switch (state) {
            case HEAD -> readHead(wire.input());
            case BODY -> readBody();
            case IDLE, CLOSED -> false;
        };
    }

    private boolean readHead(@Nullable ByteBuf input) {
        ServerAnswer now = Objects.requireNonNull(answer);
        if (input == null) {
            if (wire.isInputEnded()) {
                gone(Outcome.SERVER_RESET);
            }
            return false;
        }
        untouched = false;
        ResponseMessage head = now.response();
        Progress progress = parser.parse(input, head);
        wire.taken();
        switch (progress) {
            case NEED_MORE -> {}
            case REFUSED -> bad(parser.problem());
            case DONE -> {
                parser.reset();
                if (head.status() == SWITCHING) {
                    bad("101 without Upgrade");
                } else if (head.isInformational()) {
                    demanded = now.informational();
                    head.clear();
                } else {
                    keepAlive = head.isKeepAlive();
                    body.begin(head, head.hasNoBody(now.request().isHead()), true);
                    state = State.BODY;
                    now.head();
                }
            }
        }
        return true;
    }

    private boolean readBody() {
        ServerAnswer now = Objects.requireNonNull(answer);
        switch (body.next(wire)) {
            case NEED_MORE -> {
                if (wire.isInputEnded()) {
                    if (body.isUntilClose() && !wire.isReset()) {
                        complete();
                    } else {
                        gone(Outcome.SERVER_RESET);
                    }
                }
                return false;
            }
            case CHUNK -> now.chunk(wire.take(body.bytes()));
            case END -> {
                complete();
                return false;
            }
            case REFUSED -> bad(body.problem());
        }
        return true;
    }

    private void complete() {
        ServerAnswer done = Objects.requireNonNull(answer);
        answer = null;
        boolean again = keepAlive
                && requestEnded
                && wire.isReady()
                && wire.input() == null
                && !wire.isInputEnded()
                && !body.isUntilClose();
        if (again) {
            state = State.IDLE;
            home.upstreams().offer(this);
        } else {
            end(!requestEnded || wire.input() != null);
        }
        done.end(body.trailers());
    }

    private void bad(String problem) {
        log.debug("{}: server {} sent a bad answer: {}", service().name(), endpoint(), problem);
        gone(Outcome.BAD_ANSWER);
    }

    // ---- end ----

    private void gone(Outcome outcome) {
        ServerAnswer now = answer;
        answer = null;
        end(true);
        if (now != null) {
            now.serverGone(untouched, outcome);
        }
    }

    @Override
    public void broken(@Nullable Throwable cause) {
        if (state == State.IDLE) {
            drop();
        } else if (state != State.CLOSED) {
            log.debug("{}: server {} broke a connection", service().name(), endpoint(), cause);
            gone(Outcome.SERVER_RESET);
        }
    }

    /** Idle, and of no use any more. */
    private void drop() {
        home.upstreams().remove(this);
        close();
    }

    @Override
    protected void close() {
        end(false);
    }

    @Override
    protected boolean isSpoilt() {
        return loop.transport().calls().isReadable(wire.channel());
    }

    private void end(boolean reset) {
        state = State.CLOSED;
        loop.wheel().cancel(this);
        wire.close(reset);
    }

    @Override
    public void abort() {
        answer = null;
        end(true);
    }

    @Override
    public @Nullable LivePool pool() {
        ServerAnswer now = answer;
        return now == null ? null : now.pool();
    }

    @Override
    public void reset() {
        if (state == State.IDLE) {
            drop();
        } else if (state != State.CLOSED) {
            gone(Outcome.ENDED_BY_BALANCER);
        }
    }

    @Override
    public void closed() {
        if (state != State.CLOSED
                && !wire.isInputEnded()) { // else what it has received may be on its way to the client
            broken(null);
        }
        home.frontend().shortage().freed();
        loop.remove(this);
    }

    // ---- what its loop asks ----

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
}
