package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.netty.buffer.ByteBuf;

/**
 * Parses and guards heads of requests, one after the other, from bytes in any pieces. What it lets through has one
 * meaning only: framing, host and target that everybody behind us reads in the same way. Allocates nothing once warm.
 */
public final class RequestParser extends BlockParser<RequestMessage> {

    /** A client may have ended the body before with more than was declared (RFC 9112, 2.2). */
    private static final int MAX_EMPTY_LINES = 2;

    private final int maxTarget;
    private int emptyLines;

    /**
     * A parser.
     *
     * @param limits of a head
     */
    public RequestParser(Http1Limits limits) {
        super(limits.headBytes(), limits.fields());
        maxTarget = limits.targetBytes();
        reset();
    }

    /**
     * Parses on.
     *
     * @param in bytes of which those of the head are taken, and no more
     * @param into the same, cleared message for all pieces of one head
     * @return how far it has come; after anything but {@link Progress#NEED_MORE} comes {@link #reset}
     */
    public Progress parse(ByteBuf in, RequestMessage into) {
        Progress progress = read(in, into.fields(), into);
        if (progress != Progress.DONE) {
            return progress;
        }
        Fault fault = RequestGuard.check(into);
        return fault == null ? Progress.DONE : refuse(fault);
    }

    @Override
    int firstLine(byte[] bytes, int from, int limit, RequestMessage into) {
        if (bytes[from] == '\r' || bytes[from] == '\n') {
            return emptyLine(bytes, from, limit);
        }
        int next = RequestLine.parse(bytes, from, limit, maxTarget, into);
        if (next >= 0) {
            fieldsFollow();
        }
        return next;
    }

    private int emptyLine(byte[] bytes, int from, int limit) {
        if (emptyLines == MAX_EMPTY_LINES || !Lines.endsAt(bytes, from, limit)) {
            return Lines.refuse(Fault.EMPTY_LINES, bytes, from, limit);
        }
        emptyLines++;
        return from + 2;
    }

    /**
     * What to answer a request that was refused.
     *
     * @return 400, 431, 501 or 505; 0 if it was not refused
     */
    public int status() {
        Fault fault = fault();
        return fault == null ? 0 : fault.status();
    }

    /** Makes ready for the next head. */
    public void reset() {
        restart(true);
        emptyLines = 0;
    }
}
