package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Parses and guards heads of responses, those of 1xx included, from bytes in any pieces. Strict as with requests: what a
 * server sends ambiguously must not reach a client. Allocates nothing once warm.
 */
public final class ResponseParser extends BlockParser<ResponseMessage> {

    /**
     * A parser.
     *
     * @param limits of a head
     */
    public ResponseParser(Http1Limits limits) {
        super(limits.headBytes(), limits.fields());
        reset();
    }

    /**
     * Parses on.
     *
     * @param in bytes of which those of the head are taken, and no more
     * @param into the same, cleared message for all pieces of one head
     * @return how far it has come; after anything but {@link Progress#NEED_MORE} comes {@link #reset}
     */
    public Progress parse(ByteBuf in, ResponseMessage into) {
        Progress progress = read(in, into.fields(), into);
        if (progress != Progress.DONE) {
            return progress;
        }
        Fault fault = Framing.read(into);
        if (fault == null && (into.isInformational() || into.status() == 204)) {
            fault = checkBodiless(into);
        }
        return fault == null ? Progress.DONE : refuse(fault);
    }

    @Override
    int firstLine(byte[] bytes, int from, int limit, ResponseMessage into) {
        int next = StatusLine.parse(bytes, from, limit, into);
        if (next >= 0) {
            fieldsFollow();
        }
        return next;
    }

    /** 1xx and 204 must not announce a body (RFC 9110, 8.6). A length of 0 is common, and taken out. */
    private static @Nullable Fault checkBodiless(ResponseMessage response) {
        if (response.isChunked() || response.contentLength() > 0) {
            return Fault.LENGTH_OF_NOTHING;
        }
        Fields fields = response.fields();
        fields.dropAll(FieldId.CONTENT_LENGTH);
        response.contentLength(-1);
        return null;
    }

    /** Makes ready for the next head. */
    public void reset() {
        restart(true);
    }
}
