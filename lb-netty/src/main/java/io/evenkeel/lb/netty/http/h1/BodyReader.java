package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.h1.parse.ChunkedDecoder;
import io.evenkeel.lb.netty.http.h1.parse.Framing;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Message;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the chunks and the end of a body, however it is framed. One body after the other; on the loop's thread. */
final class BodyReader {

    /** What comes next. */
    enum Event {
        NEED_MORE,
        /** {@link #bytes} bytes are next in the wire's input. */
        CHUNK,
        END,
        REFUSED
    }

    private enum Framing {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final Http1Limits limits;
    private @Nullable ChunkedDecoder decoder;
    private Framing framing = Framing.LENGTH;
    private long left;
    private int bytes;

    BodyReader(Http1Limits limits) {
        this.limits = limits;
    }

    /**
     * Begins with a body.
     *
     * @param head tells how it is framed
     * @param bodyless whether there is none, whatever the head says
     * @param mayLast whether one without a length lasts until the peer closes; else there is none
     */
    void begin(Message head, boolean bodyless, boolean mayLast) {
        left = 0;
        framing = Framing.LENGTH;
        if (bodyless) {
            return;
        }
        if (head.isChunked()) {
            framing = Framing.CHUNKED;
            if (decoder == null) {
                decoder = new ChunkedDecoder(limits);
            }
            decoder.reset();
        } else if (head.contentLength() >= 0) {
            left = head.contentLength();
        } else if (mayLast) {
            framing = Framing.UNTIL_CLOSE;
        }
    }

    boolean isUntilClose() {
        return framing == Framing.UNTIL_CLOSE;
    }

    /** Looks at a wire's input; what is no data is taken from it. */
    Event next(Wire wire) {
        ByteBuf in = wire.input();
        if (framing == Framing.CHUNKED) {
            return in == null ? Event.NEED_MORE : nextOfChunked(wire, in);
        }
        if (framing == Framing.LENGTH && left == 0) {
            return Event.END;
        }
        if (in == null) {
            return Event.NEED_MORE;
        }
        bytes = in.readableBytes();
        if (framing == Framing.LENGTH) {
            bytes = (int) Math.min(left, bytes);
            left -= bytes;
        }
        return Event.CHUNK;
    }

    private Event nextOfChunked(Wire wire, ByteBuf in) {
        ChunkedDecoder chunks = Objects.requireNonNull(decoder);
        Event event = switch (chunks.next(in)) {
            case NEED_MORE -> Event.NEED_MORE;
            case DATA -> Event.CHUNK;
            case END -> Event.END;
            case REFUSED -> Event.REFUSED;
        };
        bytes = chunks.dataBytes();
        wire.taken();
        return event;
    }

    int bytes() {
        return bytes;
    }

    /** What came behind the body, which has ended, or null. */
    @Nullable
    Fields trailers() {
        return framing == Framing.CHUNKED && decoder != null ? decoder.trailers() : null;
    }

    /** Why a body was refused. */
    String problem() {
        return decoder == null ? "" : decoder.problem();
    }
}
