package io.evenkeel.lb.benchmarks.peers.load;

import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.result.Percentiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Large bodies over connections of their own, in this process, with large reads: wrk reads 8 KiB at a time, and would be the
 * bottleneck. All that is begun is finished, so that the bytes counted are those moved.
 *
 * @param path what is asked for
 * @param connections how many at a time
 */
public record Downloads(String path, int connections) implements Load {

    private static final double GIB = 1L << 30;
    private static final int BUFFER = 1 << 18;
    private static final int HEAD = 4096;

    @Override
    public LoadResult run(int port, Duration time) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(threads.submit(() -> several(port, end)));
            }
            List<Long> lengths = new ArrayList<>();
            for (Future<List<Long>> one : all) {
                lengths.addAll(one.get());
            }
            return result(lengths, (System.nanoTime() - begun) / 1e9);
        } catch (ExecutionException e) {
            return new LoadResult(
                    0, 0, 1, (System.nanoTime() - begun) / 1e9, Percentiles.NONE, String.valueOf(e.getCause()));
        } finally {
            threads.shutdownNow();
        }
    }

    private LoadResult result(List<Long> lengths, double seconds) {
        long wrong = lengths.stream()
                .filter(length -> length != Backend.length(path))
                .count();
        double bytes = lengths.stream().mapToLong(Long::longValue).sum();
        return new LoadResult(
                lengths.size(),
                bytes / GIB,
                wrong,
                seconds,
                Percentiles.NONE,
                wrong > 0 ? wrong + " bodies of a wrong length" : "");
    }

    private List<Long> several(int port, long end) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        List<Long> lengths = new ArrayList<>();
        do {
            lengths.add(one(port, buffer));
        } while (System.nanoTime() < end);
        return lengths;
    }

    /** The length of a body, of which the head is not a part; negative when it was not 200. */
    private long one(int port, ByteBuffer buffer) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: peers\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            buffer.clear();
            int head;
            do {
                if (channel.read(buffer) < 0) {
                    return -1;
                }
                head = head(buffer);
            } while (head < 0 && buffer.position() < HEAD);
            if (head < 0) {
                return -1;
            }
            long length = buffer.position() - head;
            for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
                length += read;
            }
            return length;
        }
    }

    /** Where the body begins; -1 when the head has not come in full or is not a 200. */
    private static int head(ByteBuffer buffer) {
        byte[] begin = new byte[Math.min(buffer.position(), HEAD)];
        buffer.get(0, begin);
        String text = new String(begin, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return end < 0 || !text.startsWith("HTTP/1.1 200 ") ? -1 : end + 4;
    }
}
