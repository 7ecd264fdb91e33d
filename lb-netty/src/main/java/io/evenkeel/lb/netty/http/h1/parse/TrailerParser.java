package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.netty.buffer.ByteBuf;

/**
 * Parses the trailers of a chunked body, within the limits of a head. A name that has a number of its own means something
 * to framing, routing or authentication, and cannot come this late (RFC 9110, 6.5.1): such a field is dropped.
 */
final class TrailerParser extends BlockParser<Fields> {

    TrailerParser(Http1Limits limits) {
        super(limits.headBytes(), limits.fields());
        restart(false);
    }

    Progress parse(ByteBuf in, Fields into) {
        Progress progress = read(in, into, into);
        if (progress == Progress.DONE) {
            for (int i = 0; i < into.count(); i++) {
                if (into.id(i) != FieldId.OTHER) {
                    into.drop(i);
                }
            }
        }
        return progress;
    }

    @Override
    int firstLine(byte[] bytes, int from, int limit, Fields into) {
        throw new IllegalStateException("trailers have no first line");
    }
}
