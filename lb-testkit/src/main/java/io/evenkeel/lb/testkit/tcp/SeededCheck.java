package io.evenkeel.lb.testkit.tcp;

import io.evenkeel.lb.testkit.SeededBytes;
import java.io.OutputStream;

/** Takes bytes and fails at the first that is not the seeded stream's next. */
final class SeededCheck extends OutputStream {

    private final SeededBytes stream;
    private long position;

    SeededCheck(long seed) {
        stream = SeededBytes.of(seed);
    }

    long position() {
        return position;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        long wrong = stream.mismatch(position, bytes, offset, length);
        if (wrong >= 0) {
            throw new AssertionError("the byte at position " + wrong + " is not the one that was sent");
        }
        position += length;
    }
}
