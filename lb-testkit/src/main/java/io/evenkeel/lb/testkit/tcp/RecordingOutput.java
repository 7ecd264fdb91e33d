package io.evenkeel.lb.testkit.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** Writes to a socket and records how much; a write that fails because the peer reset is recorded as its end. */
final class RecordingOutput extends OutputStream {

    /** Small enough that the count of a blocked write is near what the kernel has taken. */
    private static final int CHUNK = 16 * 1024;

    private final Socket socket;
    private final OutputStream output;
    private final ConnectionRecord record;

    RecordingOutput(Socket socket, ConnectionRecord record) throws IOException {
        this.socket = socket;
        this.output = socket.getOutputStream();
        this.record = record;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int end = offset + length;
        try {
            for (int from = offset; from < end; from += CHUNK) {
                int size = Math.min(CHUNK, end - from);
                // Counted first, so that nobody can have received what is not counted yet.
                record.written(size);
                output.write(source, from, size);
            }
        } catch (SocketException e) {
            // After our own FIN or close the failure is our doing, not the peer's.
            if (!socket.isClosed() && !socket.isOutputShutdown()) {
                record.ended(End.RESET);
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
