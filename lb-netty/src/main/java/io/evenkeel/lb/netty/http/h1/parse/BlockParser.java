package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Octets;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block of lines that ends with an empty one: a head, or the trailers of a body. Bytes are copied to the array of
 * the fields in pieces that double from 1 KiB, so that a body behind a head is left where it is, and then parsed there.
 *
 * <p>Each line is parsed in one pass. One that turns out to be incomplete is parsed again when its LF has come, and not
 * before: the search for that goes on where it ended, so a block in single bytes costs no more than twice that in one.
 *
 * @param <T> what the first line is for
 */
abstract class BlockParser<T> {

    private static final int FIRST_PIECE = 1024;

    private final int maxBytes;
    private final int maxFields;

    private int line;
    private int searched;
    private boolean inFields;
    private @Nullable Fault fault;

    BlockParser(int maxBytes, int maxFields) {
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
    }

    /** Parses the first line, as {@link Lines} says; or an empty line before it, which changes nothing. */
    abstract int firstLine(byte[] bytes, int from, int limit, T into);

    /** Makes ready for another block. */
    final void restart(boolean withFirstLine) {
        line = 0;
        searched = 0;
        inFields = !withFirstLine;
        fault = null;
    }

    /** Says, within {@link #firstLine}, that it was the first line indeed. */
    final void fieldsFollow() {
        inFields = true;
    }

    final @Nullable Fault fault() {
        return fault;
    }

    /**
     * Why a message was refused, for a log; nothing of what the peer sent.
     *
     * @return a few words, or none if it was not refused
     */
    public final String problem() {
        return fault == null ? "" : fault.text();
    }

    final Progress refuse(Fault why) {
        fault = why;
        return Progress.REFUSED;
    }

    final Progress read(ByteBuf in, Fields fields, T into) {
        while (in.isReadable()) {
            int filled = fields.size();
            int piece = Math.min(in.readableBytes(), Math.min(Math.max(FIRST_PIECE, filled), maxBytes - filled));
            byte[] bytes = fields.reserve(piece);
            in.readBytes(bytes, filled, piece);
            int limit = filled + piece;
            fields.size(limit);
            if (endsWithin(bytes, limit, fields, into)) {
                in.readerIndex(in.readerIndex() - (limit - line));
                fields.size(line);
                return Progress.DONE;
            }
            if (fault != null) {
                return Progress.REFUSED;
            }
            if (limit == maxBytes) {
                return refuse(Fault.HEAD_TOO_LONG);
            }
        }
        return Progress.NEED_MORE;
    }

    /** Parses the lines that are complete; true if the empty one was among them, false as well on a fault. */
    private boolean endsWithin(byte[] bytes, int limit, Fields fields, T into) {
        if (searched > line && Octets.indexOf('\n', bytes, searched, limit) == limit) {
            searched = limit;
            return false;
        }
        while (line < limit) {
            if (inFields && Lines.endsAt(bytes, line, limit)) {
                line += 2;
                return true;
            }
            int next = inFields ? FieldLine.parse(bytes, line, limit, fields) : firstLine(bytes, line, limit, into);
            if (next < 0) {
                fault = next == Lines.INCOMPLETE ? null : Fault.of(next);
                break;
            }
            if (fields.count() > maxFields) {
                fault = Fault.TOO_MANY_FIELDS;
                break;
            }
            line = next;
        }
        searched = limit;
        return false;
    }
}
