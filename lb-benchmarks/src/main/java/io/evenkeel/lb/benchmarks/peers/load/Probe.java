package io.evenkeel.lb.benchmarks.peers.load;

import io.evenkeel.lb.benchmarks.peers.process.Backend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Single requests, to see whether a peer serves at all, and as it should. */
public final class Probe {

    private static final int OK = 200;
    private static final int TIMEOUT_MILLIS = 5000;

    private Probe() {}

    /**
     * Waits until a peer answers in full. A peer may answer errors until its first health checks are done.
     *
     * @param port on 127.0.0.1
     * @param limit how long to wait
     * @throws IOException what was wrong with the last answer
     * @throws InterruptedException when the run is given up
     */
    public static void await(int port, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                int length = get(port, Backend.SMALL).length();
                if (length == Backend.length(Backend.SMALL)) {
                    return;
                }
                throw new IOException("answers " + length + " bytes for " + Backend.length(Backend.SMALL));
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    /**
     * One request on a connection of its own.
     *
     * @param port on 127.0.0.1
     * @param path what is asked for
     * @return the body
     * @throws IOException when the answer is not a 200
     */
    public static String get(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Connection", "close");
        if (connection.getResponseCode() != OK) {
            throw new IOException("answers " + connection.getResponseCode());
        }
        try (InputStream in = connection.getInputStream()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            return out.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
