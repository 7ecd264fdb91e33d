package io.evenkeel.lb.testkit.tcp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The same answer to every request; lengths and chunks of request bodies are understood, nothing else is. */
final class HttpAnswer implements Behaviour {

    private static final int MAX_LINE = 16 * 1024;

    private final String head;
    private final String body;

    HttpAnswer(int status, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        this.head = "HTTP/1.1 " + status + (status == 200 ? " OK" : " As Told")
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + length + "\r\n";
        this.body = body;
    }

    @Override
    public void serve(TcpConnection connection) throws IOException {
        InputStream input = new BufferedInputStream(connection.input());
        String requestLine = line(input);
        while (requestLine != null) {
            boolean last = readRequest(input);
            String answer = head
                    + (last ? "Connection: close\r\n\r\n" : "\r\n")
                    + (requestLine.startsWith("HEAD ") ? "" : body);
            connection.exchanged();
            connection.output().write(answer.getBytes(StandardCharsets.UTF_8));
            requestLine = last ? null : line(input);
        }
    }

    /** The rest of one request; true if the client wants no further exchange. */
    private static boolean readRequest(InputStream input) throws IOException {
        long length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String field = required(input); !field.isEmpty(); field = required(input)) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).trim());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("connection:")) {
                last = lower.endsWith("close");
            }
        }
        if (chunked) {
            skipChunks(input);
        } else {
            input.skipNBytes(length);
        }
        return last;
    }

    private static void skipChunks(InputStream input) throws IOException {
        for (long size = chunkSize(input); size > 0; size = chunkSize(input)) {
            input.skipNBytes(size + 2);
        }
        String trailer = required(input);
        while (!trailer.isEmpty()) {
            trailer = required(input);
        }
    }

    private static long chunkSize(InputStream input) throws IOException {
        return Long.parseLong(required(input).split(";", -1)[0].trim(), 16);
    }

    private static String required(InputStream input) throws IOException {
        String line = line(input);
        if (line == null) {
            throw new EOFException("the client ended within a request");
        }
        return line;
    }

    private static @Nullable String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                return null;
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("a line of more than " + MAX_LINE + " characters");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
