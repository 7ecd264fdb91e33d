package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.netty.http.exchange.ClientConnection;
import io.evenkeel.lb.netty.http.exchange.Downstream;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.http.rules.Answers;
import io.evenkeel.lb.route.FixedAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the exchanges on its connection: writes answers, framed as the client's version of HTTP allows; all
 * else is the connection's. On the loop's thread.
 */
final class AnswerWriter implements Downstream {

    /** More than a head needs beside its fields. */
    private static final int HEAD_ROOM = 96;

    /** Of an answer's body, so much is expected to come with its head. */
    private static final int WITH_HEAD = 4096;

    private final H1ClientConnection connection;
    private final Wire wire;
    private final BodyWriter body;
    /** Whether an answer was begun, and none of it flushed. */
    private boolean fresh;

    AnswerWriter(H1ClientConnection connection, Wire wire) {
        this.connection = connection;
        this.wire = wire;
        this.body = new BodyWriter(wire);
    }

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void demand() {
        connection.demand();
    }

    @Override
    public void inform(ResponseMessage head) {
        HeadWriter.response(head, wire.output(0), ConnectionOption.NONE);
        wire.flush();
    }

    @Override
    public void respond(ResponseMessage head, boolean bodyless) {
        int minorVersion = connection.minorVersion();
        boolean unknown = !bodyless && head.contentLength() < 0;
        boolean chunked = unknown && minorVersion > 0;
        boolean last = connection.answering(unknown && !chunked);
        head.chunked(chunked);
        long expected = bodyless || unknown ? 0 : Math.min(head.contentLength(), WITH_HEAD);
        ByteBuf out = wire.output(head.fields().size() + HEAD_ROOM + (int) expected);
        HeadWriter.response(head, out, ConnectionOption.to(minorVersion, !last));
        body.begin(chunked);
        fresh = true;
    }

    @Override
    public boolean takeBack() {
        boolean all = fresh;
        if (all) {
            wire.dropOutput();
        }
        return all;
    }

    /** Writes all of an answer that ends the connection; its head is filled in already. */
    void refuse(ResponseMessage head, FixedAnswer answer, ByteBufAllocator allocator) {
        HeadWriter.response(head, wire.output(0), ConnectionOption.CLOSE);
        wire.write(Answers.body(answer, allocator));
    }

    @Override
    public void deliver(ByteBuf chunk) {
        body.write(chunk);
    }

    @Override
    public void end(@Nullable Fields trailers) {
        body.end(trailers);
    }

    @Override
    public void flush() {
        fresh = false;
        wire.flush();
    }

    @Override
    public boolean isReady() {
        return wire.isReady();
    }

    @Override
    public void abort() {
        connection.abort();
    }

    @Override
    public void over(boolean complete) {
        connection.over(complete);
    }
}
