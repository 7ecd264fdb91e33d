package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.corpus.Ending;
import io.evenkeel.lb.netty.corpus.Reading;
import io.evenkeel.lb.netty.corpus.Seen;
import io.evenkeel.lb.netty.http.h1.ConnectionOption;
import io.evenkeel.lb.netty.http.h1.HeadWriter;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.http.rules.HopByHop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads all messages of one side of a connection with our parser, as a connection does: head, body, next head; in pieces
 * of any size. Nothing is kept between two instances; within one, parser and message are used again.
 */
final class Http1Reader {

    private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false, true);

    private final RequestParser requestParser = new RequestParser(Http1Limits.DEFAULT);
    private final ResponseParser responseParser = new ResponseParser(Http1Limits.DEFAULT);
    private final ChunkedDecoder chunks = new ChunkedDecoder(Http1Limits.DEFAULT);
    private final RequestMessage request = new RequestMessage();
    private final ResponseMessage response = new ResponseMessage();

    private final boolean isRequest;
    private final boolean toHead;
    private final ByteBuf pending = buffer();

    private final List<Seen> messages = new ArrayList<>();
    private State state = State.HEAD;
    private long left;
    private Ending ending = Ending.COMPLETE;
    private int status;
    private String problem = "";
    private boolean headIsBegun;

    private enum State {
        HEAD,
        LENGTH,
        CHUNKS,
        TO_END,
        OVER
    }

    private Http1Reader(boolean isRequest, String method) {
        this.isRequest = isRequest;
        this.toHead = method.equals("HEAD");
    }

    /** All in one piece. */
    static Reading whole(byte[] bytes, boolean isRequest, String method) {
        return new Http1Reader(isRequest, method).feed(bytes, 0, bytes.length).reading();
    }

    /** In two pieces. */
    static Reading split(byte[] bytes, int at, boolean isRequest, String method) {
        return new Http1Reader(isRequest, method)
                .feed(bytes, 0, at)
                .feed(bytes, at, bytes.length)
                .reading();
    }

    /** In pieces of so many bytes, the last perhaps of fewer. */
    static Reading pieces(byte[] bytes, int size, boolean isRequest, String method) {
        Http1Reader reader = new Http1Reader(isRequest, method);
        for (int at = 0; at < bytes.length; at += size) {
            reader.feed(bytes, at, Math.min(bytes.length, at + size));
        }
        return reader.reading();
    }

    private Http1Reader feed(byte[] bytes, int from, int to) {
        pending.writeBytes(bytes, from, to - from);
        boolean goesOn = true;
        while (goesOn && pending.isReadable()) {
            int before = pending.readerIndex();
            State stateBefore = state;
            goesOn = switch (state) {
                case HEAD -> head();
                case LENGTH -> length();
                case CHUNKS -> chunks();
                case TO_END -> toEnd();
                case OVER -> false;
            };
            if (goesOn && before == pending.readerIndex() && stateBefore == state) {
                throw new AssertionError("no progress in " + state);
            }
        }
        if (state != State.OVER && pending.isReadable()) {
            throw new AssertionError("bytes are left behind in " + state);
        }
        pending.discardReadBytes();
        return this;
    }

    private Reading reading() {
        if (state != State.OVER && ending == Ending.COMPLETE) {
            boolean more = headIsBegun || state == State.LENGTH || state == State.CHUNKS;
            ending = state == State.TO_END ? Ending.UNTIL_END : more ? Ending.MORE : Ending.COMPLETE;
        }
        if (ending == Ending.UNTIL_END) {
            last().complete = true;
        }
        return new Reading(messages, ending, status, problem);
    }

    private boolean head() {
        Message message = isRequest ? request : response;
        if (!headIsBegun) {
            message.clear();
            headIsBegun = true;
        }
        Progress progress = isRequest ? requestParser.parse(pending, request) : responseParser.parse(pending, response);
        switch (progress) {
            case NEED_MORE -> {
                return false;
            }
            case REFUSED -> {
                over(Ending.REFUSED);
                status = isRequest ? requestParser.status() : 502;
                problem = isRequest ? requestParser.problem() : responseParser.problem();
                return false;
            }
            default -> {
                headIsBegun = false;
                messages.add(seen(message));
                last().sent = sent(message);
                body(message);
                requestParser.reset();
                responseParser.reset();
                return state != State.OVER;
            }
        }
    }

    private void body(Message message) {
        if (!isRequest && response.hasNoBody(toHead)) {
            complete();
        } else if (message.isChunked()) {
            state = State.CHUNKS;
            chunks.reset();
        } else if (message.contentLength() > 0) {
            state = State.LENGTH;
            left = message.contentLength();
        } else if (isRequest || message.contentLength() == 0) {
            complete();
        } else {
            state = State.TO_END;
        }
    }

    private boolean length() {
        int now = (int) Math.min(left, pending.readableBytes());
        data(now);
        left -= now;
        if (left == 0) {
            complete();
        }
        return true;
    }

    private boolean toEnd() {
        data(pending.readableBytes());
        return true;
    }

    private boolean chunks() {
        switch (chunks.next(pending)) {
            case NEED_MORE -> {
                return false;
            }
            case DATA -> data(chunks.dataBytes());
            case END -> {
                add(chunks.trailers(), last().trailers);
                complete();
            }
            case REFUSED -> {
                problem = chunks.problem();
                over(Ending.CUT);
                return false;
            }
        }
        return state != State.OVER;
    }

    private void data(int bytes) {
        if (bytes < 1 || bytes > pending.readableBytes()) {
            throw new AssertionError(bytes + " bytes of data, " + pending.readableBytes() + " are there");
        }
        last().body.append(pending.readCharSequence(bytes, StandardCharsets.ISO_8859_1));
    }

    private void complete() {
        last().complete = true;
        state = State.HEAD;
        if (!last().keepAlive && (isRequest || last().status >= 200)) {
            over(Ending.COMPLETE);
        }
    }

    private void over(Ending how) {
        state = State.OVER;
        ending = how;
    }

    private Seen last() {
        return messages.get(messages.size() - 1);
    }

    private Seen seen(Message message) {
        Seen seen = new Seen();
        if (isRequest) {
            seen.method = request.method();
            seen.target = request.target();
            seen.host = request.hasAuthority() ? request.authority() : "-";
        } else {
            seen.status = response.status();
            seen.reason = response.fields().text(response.reasonStart(), response.reasonEnd());
        }
        seen.minorVersion = message.minorVersion();
        seen.keepAlive = message.isKeepAlive();
        add(message.fields(), seen.fields);
        return seen;
    }

    /** As the exchange does it, without what it adds. */
    private String sent(Message message) {
        HopByHop.strip(message);
        ByteBuf out = buffer();
        if (isRequest) {
            HeadWriter.request(request, out, ConnectionOption.NONE);
        } else {
            HeadWriter.response(response, out, ConnectionOption.NONE);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** Not watched for leaks, and left to the collector. */
    static ByteBuf buffer() {
        return HEAP.heapBuffer();
    }

    private static void add(Fields fields, List<String> to) {
        for (int i = 0; i < fields.count(); i++) {
            if (!fields.isDropped(i)) {
                to.add(fields.name(i) + ": " + fields.value(i));
            }
        }
    }
}
