package io.evenkeel.lb.netty.http;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.Refusal;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.MemberStats;
import io.evenkeel.lb.engine.Selection;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.netty.loop.Deadline;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.spi.Outcome;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer: from the head that a client's side has read to the answer's end. It finds a server, joins the
 * two sides, sends a request again where that is safe, and keeps the time. It knows no version of HTTP. Used for one
 * exchange after the other; on the loop's thread.
 */
public final class Exchange extends Deadline {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private enum Phase {
        IDLE,
        SEARCHING,
        FORWARDING,
        /** A server's answer is on its way to the client. */
        ANSWERING
    }

    private final HttpLoop home;
    private final Loop loop;
    private final RequestMessage request = new RequestMessage();
    private final ResponseMessage response = new ResponseMessage();
    private final Selection selection = new Selection(MemberStats.REQUESTS);
    private final UpstreamSearch search;
    private final SentRequest sent;
    private final RequestRules rules;
    private final ExchangeRecord record;

    private Phase phase = Phase.IDLE;
    private @Nullable HttpService config;
    private @Nullable Downstream downstream;
    private @Nullable Upstream upstream;
    /** Whether the call that began the exchange goes on: the client's side flushes at its end. */
    private boolean beginning;

    /** When a byte last moved, on the wheel's clock. */
    private long since;

    Exchange(HttpLoop home) {
        this.home = home;
        this.loop = home.loop();
        this.search = new UpstreamSearch(home, this, selection);
        this.sent = new SentRequest(loop, request);
        this.rules = new RequestRules(home, request, response);
        this.record = new ExchangeRecord(home.frontend(), request);
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
     * The answer: filled before {@link #responseHead}.
     *
     * @return always the same object
     */
    public ResponseMessage response() {
        return response;
    }

    /**
     * The pool that its server was chosen from.
     *
     * @return the pool
     */
    public LivePool pool() {
        return rules.pool();
    }

    private HttpService config() {
        return Objects.requireNonNull(config);
    }

    private Downstream downstream() {
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
        sent.begin();
        phase = Phase.SEARCHING;
        home.retries().request();
        record.begin(home.observers(now), client);
        since = loop.wheel().now();
        beginning = true;
        if (rules.apply(state, client)) {
            record.pool(rules.pool().name());
            search.begin(client, now.timeouts(), rules.pool(), rules.host(), rules.table());
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
     * @param client the client's side
     */
    public void refuse(FixedAnswer answer, Downstream client) {
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
        sent.chunk(chunk, upstream);
    }

    /**
     * The request's body was read to its end.
     *
     * @param trailers what came behind it, or null
     */
    public void requestEnd(@Nullable Fields trailers) {
        sent.end(trailers, upstream);
        if (upstream != null) {
            loop.wheel().schedule(this); // the time for an answer may be shorter than that for a body
        }
    }

    /** Sends what the client's side has handed on, and asks for more of it. */
    public void requestFlush() {
        Upstream to = upstream;
        if (to == null) {
            return;
        }
        to.flush();
        if (upstream == to && !sent.isEnded()) {
            if (to.isReady()) {
                downstream().demand();
            } else {
                sent.pause();
            }
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
        abandon(Outcome.CLIENT_RESET);
        answer(Answers.of(status));
    }

    /**
     * The client's side is gone.
     *
     * @param outcome the client has reset, or sent FIN before its request was complete, or the balancer ended it
     */
    public void clientGone(Outcome outcome) {
        if (phase != Phase.IDLE) {
            abandon(outcome);
            finish(false);
        }
    }

    /** The request's head will never be complete: the exchange that it was read into has not begun. */
    public void discard() {
        request.clear();
        response.clear();
        home.free(this);
    }

    // ---- from the search ----

    SentRequest sent() {
        return sent;
    }

    /** No server takes the request. */
    void noServer(Refusal reason) {
        record.outcome = reason;
        // A server was reached and gave no answer, and there is no other to send the request to.
        answer(sent.isRetried() ? Answers.of(502) : config().unavailable().orElse(Answers.of(503)));
    }

    /** No server was reached in time. */
    void lateServer(Refusal reason) {
        settle(reason == Refusal.DESCRIPTORS ? Outcome.ENDED_BY_BALANCER : Outcome.CONNECT_TIMEOUT);
        record.outcome = reason;
        answer(config().unavailable().orElse(Answers.of(reason == Refusal.DESCRIPTORS ? 503 : 504)));
    }

    /** There is a connection to the server picked. */
    void join(Upstream server) {
        upstream = server;
        phase = Phase.FORWARDING;
        record.server(selection.member());
        server.begin(this);
        sent.sendTo(server);
        since = loop.wheel().now();
        loop.wheel().schedule(this);
        if (!beginning) {
            requestFlush();
        }
    }

    // ---- from the server's side ----

    /**
     * An interim head was read, 1xx.
     *
     * @return whether another one may follow; else the server's side is asked when the client has taken this one
     */
    public boolean informational() {
        touch();
        sent.answered();
        Downstream to = downstream();
        if (request.minorVersion() > 0) {
            HopByHop.strip(response);
            to.inform(response);
        }
        return to.isReady();
    }

    /** The answer's head was read. The server's side calls {@link #responseFlush} when it has handed on what else it has. */
    public void responseHead() {
        touch();
        phase = Phase.ANSWERING;
        sent.answered();
        selection.answered();
        record.answered(response.status());
        boolean bodyless = response.hasNoBody(request.isHead());
        HopByHop.strip(response);
        if (rules.answered(selection)) {
            downstream().respond(response, bodyless);
        } else {
            abandon(Outcome.ENDED_BY_BALANCER);
            answer(Answers.of(500));
        }
    }

    /**
     * A chunk of the answer's body was read.
     *
     * @param chunk now the exchange's
     */
    public void responseChunk(ByteBuf chunk) {
        touch();
        record.responseBytes += chunk.readableBytes();
        downstream().deliver(chunk);
    }

    /**
     * The answer is complete, and the server's side done with it.
     *
     * @param trailers what came behind the body, or null
     */
    public void responseEnd(@Nullable Fields trailers) {
        upstream = null;
        Downstream to = downstream();
        to.end(trailers);
        to.flush();
        if (downstream == to && phase == Phase.ANSWERING) { // else the client was found to be gone
            settle(Outcome.COMPLETED);
            finish(true);
        }
    }

    /** Sends what the server's side has handed on, and asks for more of it. */
    public void responseFlush() {
        Downstream to = downstream;
        Upstream from = upstream;
        if (to == null || from == null) {
            return;
        }
        to.flush();
        if (upstream == from && to.isReady()) {
            from.demand();
        }
        if (upstream == from && phase == Phase.ANSWERING) {
            loop.wheel().schedule(this); // the time between two chunks is shorter than that for the head
        }
    }

    /**
     * The server's connection has ended before its answer.
     *
     * @param untouched whether not a byte of an answer has come
     * @param outcome how it ended
     */
    public void serverGone(boolean untouched, Outcome outcome) {
        Upstream gone = Objects.requireNonNull(upstream);
        upstream = null;
        if (phase == Phase.ANSWERING) {
            cut(outcome);
            return;
        }
        if (untouched && sent.wasStale(gone)) {
            record.retries++;
            phase = Phase.SEARCHING;
            search.redial();
            return;
        }
        long took = loop.wheel().now() - since;
        if (untouched && sent.mayRetry() && home.retries().tryRetry(config().retries())) {
            sent.retry();
            record.retries++;
            phase = Phase.SEARCHING;
            selection.exclude(outcome, took);
            search.again();
            return;
        }
        log.debug("{}: server {} gave no answer: {}", service(), selection.member(), outcome);
        settle(outcome);
        answer(Answers.of(502));
    }

    /**
     * Bytes went over the server's connection, heads and framing included.
     *
     * @param toServer how many were written to it
     * @param fromServer how many were read from it
     */
    public void moved(long toServer, long fromServer) {
        MemberStats stats = selection.member().stats();
        stats.add(loop.worker(), MemberStats.BYTES_IN, toServer);
        stats.add(loop.worker(), MemberStats.BYTES_OUT, fromServer);
    }

    // ---- both ----

    /**
     * A side's socket has taken all that it had refused.
     *
     * @param side one of the two
     */
    public void ready(Side side) {
        touch();
        if (side == upstream && !sent.isEnded()) {
            sent.resume();
            downstream().demand();
        } else if (side == downstream && upstream != null) {
            upstream.demand();
        }
    }

    private void touch() {
        since = loop.wheel().now();
    }

    private String service() {
        return home.frontend().service().name();
    }

    // ---- deadlines ----

    @Override
    protected long deadlineNanos() {
        return switch (phase) {
            case IDLE -> loop.wheel().now() + TimeUnit.HOURS.toNanos(1);
            case SEARCHING -> search.deadlineNanos();
            case ANSWERING -> since + config().timeouts().body().toNanos();
            case FORWARDING -> sent.deadlineNanos(since, config().timeouts());
        };
    }

    @Override
    protected void expired() {
        switch (phase) {
            case IDLE -> {}
            case SEARCHING -> search.expired();
            case ANSWERING -> cut(Outcome.TIMED_OUT);
            case FORWARDING -> {
                boolean serversFault = sent.isEnded() || sent.isPaused();
                abandon(serversFault ? Outcome.NO_ANSWER : Outcome.TIMED_OUT);
                answer(Answers.of(serversFault ? 504 : 408));
            }
        }
    }

    // ---- end ----

    /** Nothing more is to be had from a server. */
    private void abandon(Outcome outcome) {
        search.end(phase == Phase.SEARCHING);
        Upstream from = upstream;
        upstream = null;
        if (from != null) {
            from.abort();
        }
        if (selection.isReserved()) {
            settle(outcome);
        }
    }

    /** The answer is on its way and cannot be completed: the client must see that. */
    private void cut(Outcome outcome) {
        abandon(outcome);
        downstream().abort();
        finish(false);
    }

    private void settle(Outcome outcome) {
        selection.settle(outcome, loop.wheel().now() - since);
        record.outcome = outcome;
        rules.settled();
    }

    /** Answers the request without a server. */
    private void answer(FixedAnswer answer) {
        Downstream to = downstream();
        phase = Phase.ANSWERING;
        sent.answered();
        Answers.fill(answer, response);
        record.answered(response.status());
        boolean bodyless = response.hasNoBody(request.isHead());
        to.respond(response, bodyless);
        if (!bodyless && answer.bodyLength() > 0) {
            record.responseBytes += answer.bodyLength();
            to.deliver(Answers.body(answer, loop.allocator()));
        }
        to.end(null);
        to.flush();
        if (downstream == to && phase == Phase.ANSWERING) {
            finish(true);
        }
    }

    /** Everything is as it was before the first exchange; the client's side goes on. */
    private void finish(boolean answered) {
        Downstream client = downstream();
        boolean complete = sent.isEnded() && answered;
        record.end(complete);
        loop.wheel().cancel(this);
        phase = Phase.IDLE;
        downstream = null;
        config = null;
        upstream = null;
        sent.reset();
        selection.reset();
        rules.reset();
        request.clear();
        response.clear();
        home.free(this);
        client.over(complete);
    }
}
