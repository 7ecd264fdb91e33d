package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.netty.http.Answers;
import io.evenkeel.lb.netty.http.Fields;
import io.evenkeel.lb.netty.http.ResponseMessage;
import io.evenkeel.lb.route.FixedAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Writes answers to a client, framed as its version of HTTP allows. On the loop's thread. */
final class AnswerWriter {

    /** More than a head needs beside its fields. */
    private static final int HEAD_ROOM = 96;

    /** Of an answer's body, so much is expected to come with its head. */
    private static final int WITH_HEAD = 4096;

    private final Wire wire;
    private final BodyWriter body;

    AnswerWriter(Wire wire) {
        this.wire = wire;
        this.body = new BodyWriter(wire);
    }

    /** Writes an interim head. */
    void inform(ResponseMessage head) {
        HeadWriter.response(head, wire.output(0), ConnectionOption.NONE);
    }

    /** Whether the end of an answer can only be told by that of the connection. */
    static boolean lastsUntilClose(ResponseMessage head, boolean bodyless, int minorVersion) {
        return minorVersion == 0 && isOfUnknownLength(head, bodyless);
    }

    private static boolean isOfUnknownLength(ResponseMessage head, boolean bodyless) {
        return !bodyless && head.contentLength() < 0;
    }

    /**
     * Writes the head of an answer.
     *
     * @param minorVersion the client's
     * @param last whether the connection ends behind the answer
     */
    void respond(ResponseMessage head, boolean bodyless, int minorVersion, boolean last) {
        boolean unknown = isOfUnknownLength(head, bodyless);
        boolean chunked = unknown && minorVersion > 0;
        head.chunked(chunked);
        long expected = bodyless || unknown ? 0 : Math.min(head.contentLength(), WITH_HEAD);
        ByteBuf out = wire.output(head.fields().size() + HEAD_ROOM + (int) expected);
        HeadWriter.response(head, out, ConnectionOption.to(minorVersion, !last));
        body.begin(chunked);
    }

    /** Writes all of an answer that ends the connection; its head is filled in already. */
    void refuse(ResponseMessage head, FixedAnswer answer, ByteBufAllocator allocator) {
        HeadWriter.response(head, wire.output(0), ConnectionOption.CLOSE);
        wire.write(Answers.body(answer, allocator));
    }

    void write(ByteBuf chunk) {
        body.write(chunk);
    }

    void end(@Nullable Fields trailers) {
        body.end(trailers);
    }
}
