package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.netty.http.message.Octets;
import org.jspecify.annotations.Nullable;

/**
 * How long a body is and whether the connection goes on (RFC 9112, 6 and 9). Where two readers of the same head could
 * disagree about its body, it is refused and not repaired.
 */
public final class Framing {

    private static final long ANY = FieldId.mask(FieldId.CONTENT_LENGTH, FieldId.TRANSFER_ENCODING, FieldId.CONNECTION);
    private static final long CODING = FieldId.mask(FieldId.TRANSFER_ENCODING);
    private static final long LENGTH = FieldId.mask(FieldId.CONTENT_LENGTH);
    private static final long CONNECTION = FieldId.mask(FieldId.CONNECTION);

    private static final byte[] CHUNKED = Octets.of("chunked");

    private Framing() {}

    /** Null if it is sound; then the message knows its framing, and has at most one Content-Length, a number. */
    static @Nullable Fault read(Message message) {
        Fields fields = message.fields();
        message.keepAlive(message.minorVersion() == 1);
        if (!fields.mayHave(ANY)) {
            return null;
        }
        Fault fault = null;
        if (fields.mayHave(CODING)) {
            fault = fields.mayHave(LENGTH) ? Fault.LENGTH_AND_CODING : readCoding(message);
        } else if (fields.mayHave(LENGTH)) {
            fault = ContentLength.read(message);
        }
        if (fault == null && fields.mayHave(CONNECTION)) {
            fault = ConnectionOptions.read(message);
        }
        return fault;
    }

    private static @Nullable Fault readCoding(Message message) {
        Fields fields = message.fields();
        int i = fields.find(FieldId.TRANSFER_ENCODING, 0);
        if (fields.find(FieldId.TRANSFER_ENCODING, i + 1) >= 0) {
            return Fault.BAD_CODING;
        }
        byte[] bytes = fields.bytes();
        int from = fields.valueStart(i);
        int to = fields.valueEnd(i);
        if (message.minorVersion() == 0) {
            return Fault.CODING_IN_1_0;
        }
        if (!Octets.alike(bytes, from, to, CHUNKED)) {
            boolean isToken = from < to && Octets.skipToken(bytes, from, to) == to;
            return isToken ? Fault.UNKNOWN_CODING : Fault.BAD_CODING;
        }
        message.chunked(true);
        return null;
    }
}
