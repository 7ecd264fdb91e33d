package io.evenkeel.lb.testkit.tcp;

import io.evenkeel.lb.testkit.SeededBytes;
import java.io.IOException;
import java.io.OutputStream;

/** Sends seeded bytes from the stream's beginning. */
final class SeededTransfer {

    static final int CHUNK = 16 * 1024;

    private SeededTransfer() {}

    static void send(OutputStream output, long bytes, long seed) throws IOException {
        SeededBytes stream = SeededBytes.of(seed);
        byte[] chunk = new byte[(int) Math.min(bytes, CHUNK)];
        for (long position = 0; position < bytes; position += CHUNK) {
            int size = (int) Math.min(bytes - position, CHUNK);
            stream.fill(position, chunk, 0, size);
            output.write(chunk, 0, size);
        }
    }
}
