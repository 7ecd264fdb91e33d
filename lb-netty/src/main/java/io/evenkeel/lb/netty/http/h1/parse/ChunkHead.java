package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Octets;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The line before a chunk: its size, and extensions that mean nothing to us. Byte by byte, as it is only some bytes long.
 * Extensions cost us work and the sender little, so over a body they may be no longer than a head and the data so far.
 */
final class ChunkHead {

    private static final int MAX_DIGITS = 16;
    private static final int MAX_LENGTH = 4096;

    private final long allowance;
    private final ChunkExtension extension = new ChunkExtension();
    private State state = State.SIZE;
    private long size;
    private int length;
    private long extensionBytes;
    private long dataBytes;
    private @Nullable Fault fault;

    private enum State {
        SIZE,
        EXTENSION,
        LF
    }

    ChunkHead(int allowance) {
        this.allowance = allowance;
    }

    /** Reads on; true when the line is complete, false as well on a fault. */
    boolean read(ByteBuf in) {
        while (in.isReadable()) {
            byte octet = in.readByte();
            switch (state) {
                case SIZE -> {
                    int digit = Octets.hex(octet);
                    if (digit >= 0) {
                        size = (size << 4) | digit;
                        length++;
                        if (length > MAX_DIGITS || size < 0) {
                            return refuse(Fault.BAD_CHUNK_SIZE);
                        }
                    } else if (!sizeEnds(octet)) {
                        return refuse(Fault.BAD_CHUNK_SIZE);
                    }
                }
                case EXTENSION -> {
                    if (octet == '\r' && extension.mayEnd()) {
                        state = State.LF;
                    } else if (!extension.accept(octet)) {
                        return refuse(Fault.BAD_CHUNK_EXTENSION);
                    } else if (isTooLong()) {
                        return refuse(Fault.CHUNK_EXTENSIONS_TOO_LONG);
                    }
                }
                case LF -> {
                    if (octet != '\n') {
                        return refuse(Fault.BARE_CR);
                    }
                    dataBytes = Math.addExact(dataBytes, size);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean sizeEnds(byte octet) {
        if (length == 0) {
            return false;
        }
        if (octet == ';') {
            state = State.EXTENSION;
            extension.restart();
            return true;
        }
        state = State.LF;
        return octet == '\r';
    }

    private boolean isTooLong() {
        return ++length > MAX_LENGTH || ++extensionBytes > allowance + dataBytes;
    }

    private boolean refuse(Fault why) {
        fault = why;
        return false;
    }

    long size() {
        return size;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    /** Makes ready for the next chunk of the same body. */
    void restart() {
        state = State.SIZE;
        size = 0;
        length = 0;
    }

    /** Makes ready for another body. */
    void reset() {
        restart();
        extensionBytes = 0;
        dataBytes = 0;
        fault = null;
    }
}
