package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.message.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a chunked body (RFC 9112, 7.1): it takes what is between the data and says where data is, which the caller takes
 * without a copy. Sizes are 1 to 16 hex digits; extensions are checked and dropped; lines end with CR LF; blanks are
 * allowed nowhere, as readers disagree about them. Allocates nothing once warm.
 */
public final class ChunkedDecoder {

    /** What comes next. */
    public enum Event {
        /** All bytes were taken, and there is no end yet. */
        NEED_MORE,
        /** {@link ChunkedDecoder#dataBytes} bytes of data are next in the buffer: take them all before going on. */
        DATA,
        /** The body is complete, and {@link ChunkedDecoder#trailers} are there; what follows it was left. */
        END,
        /** It is malformed: close. */
        REFUSED
    }

    private final ChunkHead head;
    private final TrailerParser trailerParser;
    private final Fields trailers = new Fields();
    private State state = State.HEAD;
    private long left;
    private int dataBytes;
    private @Nullable Fault fault;

    private enum State {
        HEAD,
        DATA,
        CR,
        LF,
        TRAILERS
    }

    /**
     * A decoder.
     *
     * @param limits of the trailers; and extensions, in total, may have as many bytes as a head and the data together
     */
    public ChunkedDecoder(Http1Limits limits) {
        head = new ChunkHead(limits.headBytes());
        trailerParser = new TrailerParser(limits);
    }

    /**
     * Decodes on.
     *
     * @param in bytes of which those that are no data are taken
     * @return what comes next; after an end or a refusal comes {@link #reset}
     */
    public Event next(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case HEAD -> {
                    if (!head.read(in)) {
                        return head.fault() == null ? Event.NEED_MORE : refuse(head.fault());
                    }
                    left = head.size();
                    state = left == 0 ? State.TRAILERS : State.DATA;
                }
                case DATA -> {
                    return data(in);
                }
                case CR -> {
                    if (in.readByte() != '\r') {
                        return refuse(Fault.BAD_CHUNK_END);
                    }
                    state = State.LF;
                }
                case LF -> {
                    if (in.readByte() != '\n') {
                        return refuse(Fault.BAD_CHUNK_END);
                    }
                    state = State.HEAD;
                    head.restart();
                }
                case TRAILERS -> {
                    return trailers(in);
                }
            }
        }
        return Event.NEED_MORE;
    }

    private Event data(ByteBuf in) {
        dataBytes = (int) Math.min(left, in.readableBytes());
        left -= dataBytes;
        if (left == 0) {
            state = State.CR;
        }
        return Event.DATA;
    }

    private Event trailers(ByteBuf in) {
        return switch (trailerParser.parse(in, trailers)) {
            case NEED_MORE -> Event.NEED_MORE;
            case DONE -> Event.END;
            case REFUSED -> refuse(trailerParser.fault());
        };
    }

    private Event refuse(@Nullable Fault why) {
        fault = why;
        return Event.REFUSED;
    }

    /**
     * How many bytes of data are next in the buffer.
     *
     * @return 1 or more, after {@link Event#DATA}
     */
    public int dataBytes() {
        return dataBytes;
    }

    /**
     * The trailers that may go on; until {@link #reset}.
     *
     * @return complete after {@link Event#END}; often none
     */
    public Fields trailers() {
        return trailers;
    }

    /**
     * Why a body was refused, for a log; nothing of what the peer sent.
     *
     * @return a few words, or none if it was not refused
     */
    public String problem() {
        return fault == null ? "" : fault.text();
    }

    /** Makes ready for the next body. */
    public void reset() {
        head.reset();
        trailerParser.restart(false);
        trailers.clear();
        state = State.HEAD;
        fault = null;
    }
}
