package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.rules.RequestRules;
import io.evenkeel.lb.netty.http.upstream.Upstream;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.Refusal;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exchange's attempts to get an answer from a server: find one, send it the request, and send that again, on a new
 * connection or to another server, where that is safe. They end with an answer's head, or with none. What is reserved is
 * settled here. Used for one exchange after the other; on the loop's thread.
 */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final HttpLoop home;
    private final Loop loop;
    private final Exchange exchange;
    private final RequestRules rules;
    private final ExchangeRecord record;
    private final RequestView client;
    private final Selection selection;
    private final UpstreamSearch search;
    private final SentRequest sent;

    /** Whether there is no server yet. */
    private boolean searching;

    private @Nullable Upstream upstream;

    Attempts(HttpLoop home, Exchange exchange, RequestRules rules, ExchangeRecord record) {
        this.home = home;
        this.loop = home.loop();
        this.exchange = exchange;
        this.rules = rules;
        this.record = record;
        this.client = new RequestView(exchange.request());
        this.selection = new Selection(MemberStats.REQUESTS, client);
        this.search = new UpstreamSearch(home, exchange, this, selection);
        this.sent = new SentRequest(loop, exchange.request());
    }

    // ---- the request ----

    /** The request's head was read. */
    void begin() {
        sent.begin();
        home.retries().request();
    }

    /** The first attempt, with what the rules tell; the answer may come within the call. */
    void search(ClientConnection from) {
        searching = true;
        client.begin(from);
        search.begin(from, exchange.config().timeouts(), rules.pool(), rules.host(), rules.table());
    }

    /** A chunk of the request's body was read. */
    void chunk(ByteBuf chunk) {
        sent.chunk(chunk, upstream);
    }

    /** The request's body was read to its end. */
    void end(@Nullable Fields trailers) {
        if (upstream != null) {
            selection.handed(); // a server is not to blame for a slow client
        }
        sent.end(trailers, upstream);
    }

    /** Sends what was handed on; whether the server takes more of the request. */
    boolean flush() {
        Upstream to = upstream;
        if (to == null) {
            return false;
        }
        to.flush();
        if (upstream != to || sent.isEnded()) {
            return false;
        }
        if (!to.isReady()) {
            sent.pause();
            return false;
        }
        return true;
    }

    /** The server has taken all that it had refused; whether it takes more of the request. */
    boolean resume() {
        if (sent.isEnded()) {
            return false;
        }
        sent.resume();
        return true;
    }

    /** Whether all of the request was read. */
    boolean isRequestEnded() {
        return sent.isEnded();
    }

    // ---- from the search ----

    /** For how long a connection may have been idle that the request is sent on; 0 for a new one. */
    long mayRestNanos() {
        return sent.mayRestNanos();
    }

    /** There is a connection to the server picked. */
    void join(Upstream server) {
        upstream = server;
        searching = false;
        record.server(selection.member());
        selection.handed();
        server.begin(exchange.serverAnswer());
        sent.sendTo(server);
        exchange.joined();
    }

    /** No server takes the request. */
    void noServer(Refusal reason) {
        searching = false;
        record.outcome = reason;
        if (sent.isRetried()) {
            exchange.answer(502); // a server was reached and gave no answer, and there is no other
        } else {
            exchange.unavailable(503);
        }
    }

    /** No server was reached in time. */
    void lateServer(Refusal reason) {
        searching = false;
        boolean ours = reason == Refusal.DESCRIPTORS;
        settleIfReserved(ours ? Outcome.ENDED_BY_BALANCER : Outcome.CONNECT_TIMEOUT);
        record.outcome = reason;
        exchange.unavailable(ours ? 503 : 504);
    }

    // ---- the server ----

    /** The server's side of the exchange, or null while there is none. */
    @Nullable
    Upstream upstream() {
        return upstream;
    }

    /** The server picked. */
    Selection selection() {
        return selection;
    }

    /** The answer has begun, or nobody waits for one: the request is not sent again. */
    void answered() {
        sent.answered();
    }

    /** The server's side is done with the exchange. */
    void leave() {
        upstream = null;
    }

    /**
     * The server's connection has ended before the answer's head.
     *
     * @param untouched whether not a byte of an answer has come
     * @param outcome how it ended
     * @return whether there is another attempt; it may have its end already
     */
    boolean again(boolean untouched, Outcome outcome) {
        Upstream gone = Objects.requireNonNull(upstream);
        upstream = null;
        if (untouched && sent.wasStale(gone)) {
            record.retries++;
            searching = true;
            search.redial();
            return true;
        }
        long took = took();
        if (untouched
                && sent.mayRetry()
                && home.retries().tryRetry(exchange.config().retries())) {
            sent.retry();
            record.retries++;
            searching = true;
            selection.exclude(outcome, took);
            search.again();
            return true;
        }
        log.debug("{}: server {} gave no answer: {}", service(), selection.member(), outcome);
        settle(outcome);
        return false;
    }

    private String service() {
        return home.frontend().service().name();
    }

    // ---- deadlines ----

    /** When {@link #expired} is due, until the answer begins. */
    long deadlineNanos(HttpTimeouts timeouts) {
        return searching
                ? search.deadlineNanos()
                : sent.deadlineNanos(exchange.movedAt(), timeouts, rules.response(timeouts));
    }

    /** Whether more of the request is what everybody waits for: the server takes all that comes. */
    boolean waitsForRequest() {
        return !sent.isEnded() && !sent.isPaused();
    }

    /** A server, its answer, or more of the request is overdue. */
    void expired() {
        if (searching) {
            search.expired();
            return;
        }
        boolean serversFault = sent.isEnded() || sent.isPaused();
        abandon(serversFault ? Outcome.NO_ANSWER : Outcome.TIMED_OUT);
        exchange.answer(serversFault ? 504 : 408);
    }

    // ---- end ----

    /** Nothing more is to be had from a server. */
    void abandon(Outcome outcome) {
        search.end(searching);
        searching = false;
        Upstream from = upstream;
        upstream = null;
        if (from != null) {
            from.abort();
        }
        settleIfReserved(outcome);
    }

    /** Nothing is reserved between one server and the next. */
    private void settleIfReserved(Outcome outcome) {
        if (selection.isReserved()) {
            settle(outcome);
        }
    }

    /** The request is done with its server. */
    void settle(Outcome outcome) {
        selection.settle(outcome, took());
        record.outcome = outcome;
        rules.settled();
    }

    private long took() {
        return loop.wheel().now() - exchange.movedAt();
    }

    /** Everything is as it was before the first exchange. */
    void reset() {
        searching = false;
        upstream = null;
        sent.reset();
        client.reset();
        selection.reset();
    }
}
