package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.netty.http.message.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes bodies to a wire, in chunks or as they are. On the loop's thread. */
final class BodyWriter {

    private static final Fields NO_TRAILERS = new Fields();

    private final Wire wire;
    private boolean chunked;

    BodyWriter(Wire wire) {
        this.wire = wire;
    }

    void begin(boolean inChunks) {
        chunked = inChunks;
    }

    void write(ByteBuf data) {
        if (chunked) {
            ChunkWriter.head(data.readableBytes(), wire.output(ChunkWriter.MAX_OVERHEAD));
            wire.write(data);
            ChunkWriter.tail(wire.output(ChunkWriter.MAX_OVERHEAD));
        } else {
            wire.write(data);
        }
    }

    void end(@Nullable Fields trailers) {
        if (chunked) {
            chunked = false;
            ChunkWriter.end(trailers == null ? NO_TRAILERS : trailers, wire.output(ChunkWriter.MAX_OVERHEAD));
        }
    }
}
