package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.http.rules.Answers;
import io.evenkeel.lb.netty.http.rules.RequestRules;
import io.evenkeel.lb.netty.http.upstream.ServerAnswer;
import io.evenkeel.lb.netty.http.upstream.Upstream;
import io.evenkeel.lb.netty.loop.Deadline;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.spi.Outcome;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: from the head that a client's side has read to the answer's end. It joins the client's side
 * to that of the server which {@link Attempts} finds, answers itself where no server does, and keeps the time. It knows no
 * version of HTTP. Used for one exchange after the other; on the loop's thread.
 */
public final class Exchange extends Deadline {

    private enum Phase {
        IDLE,
        /** A server is searched, or its answer awaited. */
        ATTEMPTING,
        /** An answer is on its way to the client. */
        ANSWERING
    }

    private final HttpLoop home;
    private final Loop loop;
    private final RequestMessage request = new RequestMessage();
    private final ResponseMessage response = new ResponseMessage();
    private final RequestRules rules;
    private final ExchangeRecord record;
    private final Attempts attempts;
    private final ForwardedAnswer serverAnswer;

    private Phase phase = Phase.IDLE;
    private @Nullable HttpService config;
    private @Nullable Downstream downstream;
    /** Whether the call that began the exchange goes on: the client's side flushes at its end. */
    private boolean beginning;

    /** When a byte last moved, on the wheel's clock. */
    private long since;

    Exchange(HttpLoop home) {
        this.home = home;
        this.loop = home.loop();
        HttpFrontend frontend = home.frontend();
        this.rules = new RequestRules(loop, frontend.cookies(), frontend.complaints(), request, response);
        this.record = new ExchangeRecord(frontend, request);
        this.attempts = new Attempts(home, this, rules, record);
        this.serverAnswer = new ForwardedAnswer(loop, this, rules, record, attempts);
    }

    /**
     * The request: filled before {@link #begin}, empty when the exchange is over.
     *
     * @return always the same object
     */
    public RequestMessage request() {
        return request;
    }

    /**
     * The head of the answer, the server's or our own.
     *
     * @return always the same object
     */
    public ResponseMessage response() {
        return response;
    }

    /** What the server's side talks to. */
    ServerAnswer serverAnswer() {
        return serverAnswer;
    }

    /** The service's configuration, as it was when the request's head was read. */
    HttpService config() {
        return Objects.requireNonNull(config);
    }

    /** The client's side of the exchange that goes on. */
    Downstream downstream() {
        return Objects.requireNonNull(downstream);
    }

    // ---- from the client's side ----

    /**
     * The request's head was read. The client's side calls {@link #requestFlush} when it has handed on what else it has.
     *
     * @param client the client's side
     */
    public void begin(Downstream client) {
        ServiceState state = home.frontend().service().state();
        HttpService now = (HttpService) state.config();
        config = now;
        downstream = client;
        ClientConnection from = client.connection();
        attempts.begin();
        phase = Phase.ATTEMPTING;
        record.begin(home.observers(now), from);
        touch();
        beginning = true;
        if (rules.apply(state, from)) {
            record.pool(rules.pool().name());
            attempts.search(from);
        } else {
            record.outcome = ExchangeRecord.Local.ANSWERED;
            answer(rules.answer());
        }
        beginning = false;
    }

    /**
     * The request's head is not one that its protocol allows, or did not come in time: nothing begins, but observers hear
     * of it. The client's side writes the answer, with the head that is filled in here.
     *
     * @param answer what the client gets
     * @param client its connection
     */
    public void refuse(FixedAnswer answer, ClientConnection client) {
        request.clear();
        Answers.fill(answer, response);
        record.begin(home.observers(home.frontend().config()), client);
        record.answered(answer.status());
        record.responseBytes = answer.bodyLength();
        record.outcome = ExchangeRecord.Local.MALFORMED;
        record.end(false);
    }

    /**
     * A chunk of the request's body was read.
     *
     * @param chunk now the exchange's
     */
    public void requestChunk(ByteBuf chunk) {
        int bytes = chunk.readableBytes();
        touch();
        record.requestBytes += bytes;
        attempts.chunk(chunk);
    }

    /**
     * The request's body was read to its end.
     *
     * @param trailers what came behind it, or null
     */
    public void requestEnd(@Nullable Fields trailers) {
        if (trailers != null) {
            downstream().connection().fields().clean(trailers);
        }
        attempts.end(trailers);
        if (attempts.upstream() != null) {
            loop.wheel().schedule(this); // the time for an answer may be shorter than that for a body
        }
    }

    /** Sends what the client's side has handed on, and asks for more of it. */
    public void requestFlush() {
        if (attempts.flush()) {
            downstream().demand();
        }
    }

    /**
     * The request's body is not one that its protocol allows: the server does not get to see its end.
     *
     * @param status what to answer, if there is no answer yet
     */
    public void requestBroken(int status) {
        if (phase == Phase.ANSWERING) {
            cut(Outcome.CLIENT_RESET);
            return;
        }
        attempts.abandon(Outcome.CLIENT_RESET);
        answer(status);
    }

    /** The client's socket has taken all of the answer that it had refused. */
    public void clientReady() {
        touch();
        Upstream server = attempts.upstream();
        if (server != null) {
            server.demand();
        }
    }

    /**
     * The client's side is gone.
     *
     * @param outcome the client has reset, or sent FIN before its request was complete, or the balancer ended it
     */
    public void clientGone(Outcome outcome) {
        if (phase != Phase.IDLE) {
            attempts.abandon(outcome);
            finish(false);
        }
    }

    /** The request's head will never be complete: the exchange that it was read into has not begun. */
    public void discard() {
        request.clear();
        response.clear();
        home.free(this);
    }

    // ---- from the attempts ----

    /** There is a server's side. */
    void joined() {
        touch();
        loop.wheel().schedule(this);
        if (!beginning) {
            requestFlush();
        }
    }

    /** No server gives an answer, and the service may have one for that. */
    void unavailable(int status) {
        answer(config().unavailable().orElse(Answers.of(status)));
    }

    /** No server gives an answer. */
    void answer(int status) {
        answer(Answers.of(status));
    }

    // ---- from the server's answer ----

    /** A server's answer has begun. */
    void answering() {
        phase = Phase.ANSWERING;
    }

    /** Whether an answer is on its way to the client. */
    boolean isAnswering() {
        return phase == Phase.ANSWERING;
    }

    /** All of an answer was handed to the client's side; false if the client was found to be gone. */
    boolean endAnswer(Downstream to, @Nullable Fields trailers) {
        to.end(trailers);
        to.flush();
        return downstream == to && phase == Phase.ANSWERING;
    }

    // ---- time ----

    /** A byte has moved. */
    void touch() {
        since = loop.wheel().now();
    }

    /** When a byte last moved, on the wheel's clock. */
    long movedAt() {
        return since;
    }

    @Override
    protected long deadlineNanos() {
        return switch (phase) {
            case IDLE -> loop.wheel().now() + TimeUnit.HOURS.toNanos(1);
            case ATTEMPTING -> attempts.deadlineNanos(config().timeouts());
            case ANSWERING -> {
                HttpTimeouts timeouts = config().timeouts();
                yield since + (isClientAwaited() ? timeouts.body() : rules.silence(timeouts)).toNanos();
            }
        };
    }

    @Override
    protected void expired() {
        switch (phase) {
            case IDLE -> {}
            case ATTEMPTING -> attempts.expired();
            case ANSWERING -> cut(isClientAwaited() ? Outcome.TIMED_OUT : Outcome.NO_ANSWER);
        }
    }

    /** While an answer is on its way: whether silence is the client's fault, who should take it, or send its request. */
    private boolean isClientAwaited() {
        return attempts.upstream() == null || !downstream().isReady() || attempts.waitsForRequest();
    }

    // ---- end ----

    /** The answer is on its way and cannot be completed: the client must see that. */
    void cut(Outcome outcome) {
        attempts.abandon(outcome);
        downstream().abort();
        finish(false);
    }

    /** Answers the request without a server. */
    private void answer(FixedAnswer answer) {
        Downstream to = downstream();
        answering();
        attempts.answered();
        Answers.fill(answer, response);
        record.answered(response.status());
        boolean bodyless = response.hasNoBody(request.isHead());
        to.respond(response, bodyless);
        if (!bodyless && answer.bodyLength() > 0) {
            record.responseBytes += answer.bodyLength();
            to.deliver(Answers.body(answer, loop.allocator()));
        }
        if (endAnswer(to, null)) {
            finish(true);
        }
    }

    /** Everything is as it was before the first exchange; the client's side goes on. */
    void finish(boolean answered) {
        Downstream client = downstream();
        boolean complete = attempts.isRequestEnded() && answered;
        record.end(complete);
        loop.wheel().cancel(this);
        phase = Phase.IDLE;
        downstream = null;
        config = null;
        attempts.reset();
        rules.reset();
        request.clear();
        response.clear();
        home.free(this);
        client.over(complete);
    }
}
