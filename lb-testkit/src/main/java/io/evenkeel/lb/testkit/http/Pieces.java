package io.evenkeel.lb.testkit.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes that reach the socket in pieces of a given size, or in as few as a buffer makes of them. */
final class Pieces {

    private static final int BUFFER = 16 * 1024;

    private Pieces() {}

    static OutputStream of(OutputStream target, int bytes) {
        return bytes == 0 ? new BufferedOutputStream(target, BUFFER) : new Small(target, bytes);
    }

    private static final class Small extends OutputStream {

        private final OutputStream target;
        private final int size;

        Small(OutputStream target, int size) {
            this.target = target;
            this.size = size;
        }

        @Override
        public void write(int one) throws IOException {
            target.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += size) {
                target.write(bytes, offset + at, Math.min(size, length - at));
            }
        }
    }
}
