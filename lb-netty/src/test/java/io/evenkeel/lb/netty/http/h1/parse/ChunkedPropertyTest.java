package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.h1.ChunkWriter;
import io.evenkeel.lb.netty.http.message.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What the writer writes in chunks of any sizes, the decoder reads back from pieces of any sizes. */
class ChunkedPropertyTest {

    @Property
    void whatIsWrittenIsReadBack(
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 5000) Integer> chunks,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 3000) Integer> pieces,
            @ForAll boolean withTrailer) {
        Fields trailers = new Fields();
        if (withTrailer) {
            trailers.add("X-Sum", "1");
        }
        ByteBuf data = Unpooled.buffer();
        ByteBuf out = Unpooled.buffer();
        for (int size : chunks) {
            ByteBuf chunk = Unpooled.buffer(size);
            for (int i = 0; i < size; i++) {
                chunk.writeByte(data.readableBytes() + i * 31);
            }
            ChunkWriter.head(size, out);
            out.writeBytes(chunk, 0, size);
            ChunkWriter.tail(out);
            data.writeBytes(chunk);
        }
        ChunkWriter.end(trailers, out);
        out.writeByte('G');
        assertEquals(data, decoded(out, pieces, withTrailer ? 1 : 0));
        assertEquals(1, out.readableBytes());
    }

    private static ByteBuf decoded(ByteBuf in, List<Integer> pieces, int trailers) {
        ChunkedDecoder decoder = new ChunkedDecoder(Http1Limits.DEFAULT);
        ByteBuf data = Unpooled.buffer();
        for (int i = 0; ; i++) {
            int size = Math.min(pieces.get(i % pieces.size()), in.readableBytes());
            ByteBuf piece = in.slice(in.readerIndex(), size);
            ChunkedDecoder.Event event = decoder.next(piece);
            while (event == ChunkedDecoder.Event.DATA) {
                data.writeBytes(piece, decoder.dataBytes());
                event = decoder.next(piece);
            }
            in.skipBytes(piece.readerIndex());
            if (event != ChunkedDecoder.Event.NEED_MORE) {
                assertEquals(ChunkedDecoder.Event.END, event, decoder::problem);
                assertEquals(trailers, decoder.trailers().count());
                return data;
            }
        }
    }
}
