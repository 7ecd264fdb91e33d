package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.SeededBytes;
import java.io.IOException;
import java.io.OutputStream;

/** A body to send: kept bytes, or a seed's, which take no memory. */
interface Content {

    Content NONE = of(new byte[0]);

    long length();

    void write(OutputStream target, long from, long to) throws IOException;

    static Content of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new Content() {
            @Override
            public long length() {
                return copy.length;
            }

            @Override
            public void write(OutputStream target, long from, long to) throws IOException {
                target.write(copy, (int) from, (int) (to - from));
            }
        };
    }

    static Content seeded(long length, long seed) {
        SeededBytes source = SeededBytes.of(seed);
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void write(OutputStream target, long from, long to) throws IOException {
                byte[] piece = new byte[(int) Math.min(16 * 1024, to - from)];
                for (long at = from; at < to; ) {
                    int count = (int) Math.min(piece.length, to - at);
                    source.fill(at, piece, 0, count);
                    target.write(piece, 0, count);
                    at += count;
                }
            }
        };
    }
}
