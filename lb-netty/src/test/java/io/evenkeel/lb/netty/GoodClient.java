package io.evenkeel.lb.netty;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks again and again for the same small thing on one connection. */
final class GoodClient implements AutoCloseable {

    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: good\r\nAccept: */*\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int PATIENCE = 10_000;

    private final Socket socket;
    private final byte[] buffer = new byte[4096];
    private final int length;

    GoodClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE);
        socket.getOutputStream().write(REQUEST);
        InputStream input = socket.getInputStream();
        int got = 0;
        int all = Integer.MAX_VALUE;
        while (got < all) {
            got += read(input, got);
            String text = new String(buffer, 0, got, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                if (!text.startsWith("HTTP/1.1 200 ")) {
                    throw new AssertionError(text);
                }
                all = end + 4 + declared(text);
            }
        }
        length = got;
    }

    private static int declared(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "content-length: ", 0, 16)) {
                return Integer.parseInt(line.substring(16));
            }
        }
        throw new AssertionError(head);
    }

    private int read(InputStream input, int got) throws IOException {
        int count = input.read(buffer, got, buffer.length - got);
        if (count < 0) {
            throw new EOFException("a good client's connection ended");
        }
        return count;
    }

    void exchange() throws IOException {
        socket.getOutputStream().write(REQUEST);
        InputStream input = socket.getInputStream();
        for (int got = 0; got < length; ) {
            got += read(input, got);
        }
        if (buffer[9] != '2') {
            throw new AssertionError(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
        }
    }

    /** How many nanoseconds an exchange took. */
    long timedExchange() throws IOException {
        long begun = System.nanoTime();
        exchange();
        return System.nanoTime() - begun;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
