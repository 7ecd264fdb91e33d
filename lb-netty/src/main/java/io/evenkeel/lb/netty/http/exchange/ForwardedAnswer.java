package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.http.rules.HopByHop;
import io.evenkeel.lb.netty.http.rules.RequestRules;
import io.evenkeel.lb.netty.http.upstream.ServerAnswer;
import io.evenkeel.lb.netty.http.upstream.Upstream;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.Outcome;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A server's answer on its way to the client. Used for one exchange after the other; on the loop's thread. */
final class ForwardedAnswer implements ServerAnswer {

    private final Loop loop;
    private final Exchange exchange;
    private final RequestMessage request;
    private final ResponseMessage response;
    private final RequestRules rules;
    private final ExchangeRecord record;
    private final Attempts attempts;

    ForwardedAnswer(Loop loop, Exchange exchange, RequestRules rules, ExchangeRecord record, Attempts attempts) {
        this.loop = loop;
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = exchange.response();
        this.rules = rules;
        this.record = record;
        this.attempts = attempts;
    }

    @Override
    public RequestMessage request() {
        return request;
    }

    @Override
    public ResponseMessage response() {
        return response;
    }

    @Override
    public LivePool pool() {
        return rules.pool();
    }

    // ---- to the client ----

    @Override
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

    @Override
    public void head() {
        exchange.touch();
        exchange.answering();
        attempts.answered();
        Selection selection = attempts.selection();
        selection.answered();
        selection.replied(response.status() >= 500);
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

    @Override
    public void chunk(ByteBuf chunk) {
        exchange.touch();
        record.responseBytes += chunk.readableBytes();
        exchange.downstream().deliver(chunk);
    }

    @Override
    public void end(@Nullable Fields trailers) {
        attempts.leave();
        if (exchange.endAnswer(exchange.downstream(), trailers)) {
            attempts.settle(Outcome.COMPLETED);
            exchange.finish(true);
        }
    }

    @Override
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
            loop.wheel().schedule(exchange); // the time to take a chunk is shorter than that for the head
        }
    }

    // ---- the server's connection ----

    @Override
    public void serverGone(boolean untouched, Outcome outcome) {
        if (exchange.isAnswering()) {
            attempts.leave();
            if (exchange.downstream().takeBack()) {
                attempts.settle(outcome);
                record.responseBytes = 0;
                exchange.answer(502);
            } else {
                exchange.cut(outcome);
            }
        } else if (!attempts.again(untouched, outcome)) {
            exchange.answer(502);
        }
    }

    @Override
    public void serverReady() {
        exchange.touch();
        if (attempts.resume()) {
            exchange.downstream().demand();
            if (exchange.isAnswering()) {
                loop.wheel().schedule(exchange); // a client has less time than a server
            }
        }
    }

    @Override
    public void moved(long toServer, long fromServer) {
        MemberStats stats = attempts.selection().member().stats();
        stats.add(loop.worker(), MemberStats.BYTES_IN, toServer);
        stats.add(loop.worker(), MemberStats.BYTES_OUT, fromServer);
    }
}
