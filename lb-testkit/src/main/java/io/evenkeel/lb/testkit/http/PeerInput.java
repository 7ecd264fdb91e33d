package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.Received;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A client's bytes as a stream, under a deadline that the reader sets; remembers how the other side ended. */
final class PeerInput extends InputStream {

    private final TcpClient client;
    private long deadline;
    private End end = End.NONE;

    PeerInput(TcpClient client) {
        this.client = client;
    }

    void within(Duration timeout) {
        deadline = System.nanoTime() + timeout.toNanos();
        // An end that was only late may still come.
        end = end == End.TIMEOUT ? End.NONE : end;
    }

    /** How reading ended, if it has. */
    End end() {
        return end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (end == End.NONE) {
            Received received = client.readSome(length, Duration.ofNanos(deadline - System.nanoTime()));
            end = received.end();
            if (end == End.NONE) {
                byte[] bytes = received.bytes();
                System.arraycopy(bytes, 0, target, offset, bytes.length);
                return bytes.length;
            }
        }
        return switch (end) {
            case TIMEOUT -> throw new SocketTimeoutException();
            case RESET -> throw new SocketException("Connection reset");
            default -> -1;
        };
    }
}
