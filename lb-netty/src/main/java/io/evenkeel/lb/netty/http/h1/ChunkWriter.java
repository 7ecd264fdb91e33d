package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Octets;
import io.netty.buffer.ByteBuf;

/** Emits what is between the data of a chunked body: before each chunk its size, behind it CR LF, and the end. */
public final class ChunkWriter {

    /** The most bytes that a chunk's head and tail need together. */
    public static final int MAX_OVERHEAD = 8 + 4;

    private static final int CR_LF = ('\r' << 8) | '\n';
    private static final byte[] DIGITS = Octets.of("0123456789abcdef");
    private static final byte[] LAST = Octets.of("0\r\n");

    private ChunkWriter() {}

    /**
     * Emits what goes before a chunk's data.
     *
     * @param size the data's bytes, 1 or more
     * @param out grows as needed
     */
    public static void head(int size, ByteBuf out) {
        assert size > 0 : "a chunk without data ends the body";
        int shift = (31 - Integer.numberOfLeadingZeros(size)) & ~3;
        for (; shift >= 0; shift -= 4) {
            out.writeByte(DIGITS[(size >>> shift) & 0xf]);
        }
        out.writeShort(CR_LF);
    }

    /**
     * Emits what goes behind a chunk's data.
     *
     * @param out grows as needed
     */
    public static void tail(ByteBuf out) {
        out.writeShort(CR_LF);
    }

    /**
     * Emits what goes behind the last chunk.
     *
     * @param trailers may be empty
     * @param out grows as needed
     */
    public static void end(Fields trailers, ByteBuf out) {
        out.writeBytes(LAST);
        HeadWriter.lines(trailers, 0, 0, out);
        out.writeShort(CR_LF);
    }
}
