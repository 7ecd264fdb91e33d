package io.evenkeel.lb.netty;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Asks again and again for the same small thing on one connection, and takes the time. */
final class GoodClient implements AutoCloseable {

    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: good\r\nAccept: */*\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int PATIENCE = 10_000;
    private static final long LOOK_NANOS = 100_000_000;

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

    /** Of all its exchanges while something lasts, which is looked at now and then, 99 in 100 took no longer. */
    long p99While(BooleanSupplier lasts) throws IOException {
        long[] took = new long[1 << 20];
        int count = 0;
        do {
            long look = System.nanoTime() + LOOK_NANOS;
            for (long now = System.nanoTime(); now - look < 0 && count < took.length; count++) {
                exchange();
                long done = System.nanoTime();
                took[count] = done - now;
                now = done;
            }
        } while (lasts.getAsBoolean() && count < took.length);
        Arrays.sort(took, 0, count);
        return took[Math.max(0, count * 99 / 100 - 1)];
    }

    /** Of its exchanges within a time, 99 in 100 took no longer than these nanoseconds. */
    long p99(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        return p99While(() -> System.nanoTime() - end < 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
