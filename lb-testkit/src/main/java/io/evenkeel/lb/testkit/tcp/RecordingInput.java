package io.evenkeel.lb.testkit.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

/** Reads from a socket and records what came and how it ended. */
final class RecordingInput extends InputStream {

    private final Socket socket;
    private final InputStream input;
    private final ConnectionRecord record;

    RecordingInput(Socket socket, ConnectionRecord record) throws IOException {
        this.socket = socket;
        this.input = socket.getInputStream();
        this.record = record;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        try {
            count = input.read(target, offset, length);
        } catch (SocketException e) {
            if (!socket.isClosed()) {
                record.ended(End.RESET);
            }
            throw e;
        }
        if (count < 0) {
            record.ended(End.FIN);
        } else {
            record.read(target, offset, count);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
