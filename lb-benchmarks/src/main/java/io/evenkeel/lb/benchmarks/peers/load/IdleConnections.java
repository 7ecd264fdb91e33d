package io.evenkeel.lb.benchmarks.peers.load;

import io.evenkeel.lb.benchmarks.peers.process.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many connections in this process that carry one request each when told to, and are silent otherwise. */
public final class IdleConnections implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int HEAD_MOST = 4096;
    private static final byte[] REQUEST =
            "GET %s HTTP/1.1\r\nHost: peers\r\n\r\n".formatted(Backend.SMALL).getBytes(StandardCharsets.US_ASCII);

    private final List<Socket> sockets = new ArrayList<>();
    private final byte[] buffer = new byte[HEAD_MOST];

    /**
     * Opens connections, one after the other.
     *
     * @param port on 127.0.0.1
     * @param count how many
     * @throws IOException when one is refused
     */
    public void open(int port, int count) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(address, TIMEOUT_MILLIS);
        }
    }

    /**
     * One request and its answer on each connection, one after the other.
     *
     * @return on how many that failed
     */
    public long exchange() {
        long failed = 0;
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(REQUEST);
                failed += answered(socket.getInputStream()) ? 0 : 1;
            } catch (IOException e) {
                failed++;
            }
        }
        return failed;
    }

    private boolean answered(InputStream in) throws IOException {
        int length = 0;
        while (length < buffer.length) {
            int read = in.read(buffer, length, buffer.length - length);
            if (read < 0) {
                return false;
            }
            length += read;
            String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            if (head >= 0 && length - head - 4 == Backend.length(Backend.SMALL)) {
                return text.startsWith("HTTP/1.1 200 ");
            }
        }
        return false;
    }

    /** Closes them all. */
    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException gone) {
                // As is wanted.
            }
        }
        sockets.clear();
    }
}
