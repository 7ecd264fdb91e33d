package io.evenkeel.lb.netty.http;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.MemberStats;
import io.evenkeel.lb.engine.Selection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.Outcome;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer on its way to the client: where the server's side of an exchange hands what it reads, and says what
 * becomes of its connection. Used for one exchange after the other; on the loop's thread.
 */
public final class ServerAnswer {

    private final Loop loop;
    private final Exchange exchange;
    private final RequestMessage request;
    private final ResponseMessage response;
    private final RequestRules rules;
    private final ExchangeRecord record;
    private final Attempts attempts;

    ServerAnswer(Loop loop, Exchange exchange, RequestRules rules, ExchangeRecord record, Attempts attempts) {
        this.loop = loop;
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = exchange.response();
        this.rules = rules;
        this.record = record;
        this.attempts = attempts;
    }

    /**
     * The request that it answers.
     *
     * @return always the same object
     */
    public RequestMessage request() {
        return request;
    }

    /**
     * Its head: filled before {@link #informational} and {@link #head}.
     *
     * @return always the same object
     */
    public ResponseMessage response() {
        return response;
    }

    /**
     * The pool that the server was chosen from.
     *
     * @return the pool
     */
    public LivePool pool() {
        return rules.pool();
    }

    // ---- to the client ----

    /**
     * An interim head was read, 1xx.
     *
     * @return whether another one may follow; else the server's side is asked when the client has taken this one
     */
    public boolean informational() {
        exchange.touch();
        attempts.answered();
        Downstream to = exchange.downstream();
        if (request.minorVersion() > 0) {
            HopByHop.strip(response);
            to.inform(response);
        }
        return to.isReady();
    }

    /** The head was read. The server's side calls {@link #flush} when it has handed on what else it has. */
    public void head() {
        exchange.touch();
        exchange.answering();
        attempts.answered();
        Selection selection = attempts.selection();
        selection.answered();
        record.answered(response.status());
        boolean bodyless = response.hasNoBody(request.isHead());
        HopByHop.strip(response);
        if (rules.answered(selection)) {
            exchange.downstream().respond(response, bodyless);
        } else {
            attempts.abandon(Outcome.ENDED_BY_BALANCER);
            exchange.answer(500);
        }
    }

    /**
     * A chunk of the body was read.
     *
     * @param chunk now the exchange's
     */
    public void chunk(ByteBuf chunk) {
        exchange.touch();
        record.responseBytes += chunk.readableBytes();
        exchange.downstream().deliver(chunk);
    }

    /**
     * The answer is complete, and the server's side done with it.
     *
     * @param trailers what came behind the body, or null
     */
    public void end(@Nullable Fields trailers) {
        attempts.leave();
        if (exchange.endAnswer(exchange.downstream(), trailers)) {
            attempts.settle(Outcome.COMPLETED);
            exchange.finish(true);
        }
    }

    /** Sends what the server's side has handed on, and asks for more of it. */
    public void flush() {
        Upstream from = attempts.upstream();
        if (from == null) {
            return;
        }
        Downstream to = exchange.downstream();
        to.flush();
        if (attempts.upstream() == from && to.isReady()) {
            from.demand();
        }
        if (attempts.upstream() == from && exchange.isAnswering()) {
            loop.wheel().schedule(exchange); // the time between two chunks is shorter than that for the head
        }
    }

    // ---- the server's connection ----

    /**
     * The connection has ended before the answer.
     *
     * @param untouched whether not a byte of an answer has come
     * @param outcome how it ended
     */
    public void serverGone(boolean untouched, Outcome outcome) {
        if (exchange.isAnswering()) {
            attempts.leave();
            exchange.cut(outcome);
        } else if (!attempts.again(untouched, outcome)) {
            exchange.answer(502);
        }
    }

    /** The connection's socket has taken all of the request that it had refused. */
    public void serverReady() {
        exchange.touch();
        if (attempts.resume()) {
            exchange.downstream().demand();
        }
    }

    /**
     * Bytes went over the connection, heads and framing included.
     *
     * @param toServer how many were written to it
     * @param fromServer how many were read from it
     */
    public void moved(long toServer, long fromServer) {
        MemberStats stats = attempts.selection().member().stats();
        stats.add(loop.worker(), MemberStats.BYTES_IN, toServer);
        stats.add(loop.worker(), MemberStats.BYTES_OUT, fromServer);
    }
}
