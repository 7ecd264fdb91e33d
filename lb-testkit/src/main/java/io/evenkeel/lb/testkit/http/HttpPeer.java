package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1 client for tests, over one connection: sends any bytes, and reads responses strictly. A response that is cut is
 * returned as far as it came; a malformed one is an {@link AssertionError}. Responses are read in order, each to its end
 * before the next.
 *
 * <p>Threads: one may read while another sends; reset and close may come from any.
 */
public final class HttpPeer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern STATUS_LINE = Pattern.compile("(HTTP/1\\.[01]) ([1-9][0-9]{2}) (.*)");

    private final TcpClient client;
    private final PeerInput source;
    private final MessageInput input;
    private @Nullable BodyReader body;

    private HttpPeer(TcpClient client) {
        this.client = client;
        this.source = new PeerInput(client);
        this.input = new MessageInput(source);
    }

    /**
     * Connects.
     *
     * @param to where to
     * @return the client
     * @throws IOException if there is no connection
     */
    public static HttpPeer connect(InetSocketAddress to) throws IOException {
        return new HttpPeer(TcpClient.connect(to));
    }

    /**
     * Connects with a small receive buffer, so that a client that does not read is felt early.
     *
     * @param to where to
     * @param receiveBufferBytes the size to ask for
     * @return the client
     * @throws IOException if there is no connection
     */
    public static HttpPeer connect(InetSocketAddress to, int receiveBufferBytes) throws IOException {
        return new HttpPeer(TcpClient.connect(to, new InetSocketAddress(0), receiveBufferBytes));
    }

    /**
     * The client below.
     *
     * @return to send seeded bytes, for example; what it reads is lost here
     */
    public TcpClient tcp() {
        return client;
    }

    /**
     * Sends bytes as they are; several requests at once, if so.
     *
     * @param bytes one to one, as ISO-8859-1
     * @throws IOException if the other side has reset the connection, or this one has ended it
     */
    public void send(String bytes) throws IOException {
        client.send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends a request without a body.
     *
     * @param method as sent
     * @param target as sent
     * @param fields whole lines, beside {@code Host: test}
     * @throws IOException if the other side has reset the connection, or this one has ended it
     */
    public void request(String method, String target, String... fields) throws IOException {
        send(method + " " + target + " HTTP/1.1\r\nHost: test\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n");
    }

    /**
     * Sends GET and reads the response.
     *
     * @param target as sent
     * @param fields whole lines, beside {@code Host: test}
     * @return the response
     * @throws IOException if the connection cannot be used
     */
    public ReceivedResponse get(String target, String... fields) throws IOException {
        request("GET", target, fields);
        return read("GET");
    }

    /**
     * Sends a seed's bytes in chunks, without the last one: send {@code "0\r\n\r\n"} or trailers behind.
     *
     * @param bytes how many
     * @param seed selects the {@link io.evenkeel.lb.testkit.SeededBytes}
     * @param chunk bytes of each chunk but the last
     * @throws IOException if the other side has reset the connection, or this one has ended it
     */
    public void sendChunks(long bytes, long seed, int chunk) throws IOException {
        Content content = Content.seeded(bytes, seed);
        OutputStream target = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                client.send(new byte[] {(byte) one});
            }

            @Override
            public void write(byte[] piece, int offset, int length) throws IOException {
                client.send(java.util.Arrays.copyOfRange(piece, offset, offset + length));
            }
        };
        for (long from = 0; from < bytes; from += chunk) {
            long to = Math.min(bytes, from + chunk);
            send(Long.toHexString(to - from) + "\r\n");
            content.write(target, from, to);
            send("\r\n");
        }
    }

    /**
     * Reads one response, within 10 seconds.
     *
     * @param method of the request that it answers
     * @return the response, as far as it came
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if it is malformed
     */
    public ReceivedResponse read(String method) throws IOException {
        return read(method, PATIENCE);
    }

    /**
     * Reads one response.
     *
     * @param method of the request that it answers
     * @param timeout how long this may take, all in all
     * @return the response, as far as it came
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if it is malformed
     */
    public ReceivedResponse read(String method, Duration timeout) throws IOException {
        long begun = System.nanoTime();
        ReceivedResponse response = readHead(method, timeout);
        return readBody(response, Long.MAX_VALUE, timeout.minusNanos(System.nanoTime() - begun));
    }

    /**
     * Reads a response's head, and interim ones before it.
     *
     * @param method of the request that it answers
     * @param timeout how long this may take, all in all
     * @return the response without its body; status 0 if the head did not come to its end
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if it is malformed
     */
    public ReceivedResponse readHead(String method, Duration timeout) throws IOException {
        if (body != null && !body.isDone()) {
            throw new IllegalStateException("the response before was not read to its end");
        }
        ReceivedResponse response = new ReceivedResponse();
        source.within(timeout);
        reading(response, () -> {
            while (response.status() == 0) {
                head(response, method);
            }
            BodyReader reader = new BodyReader(input, response.framing(), response.bodyRecord());
            body = reader;
            if (reader.isDone()) {
                response.completed(Fields.NONE);
            }
        });
        return response;
    }

    /**
     * Reads on in a response's body; little by little, if so.
     *
     * @param response the last one whose head was read
     * @param bytes how many at most
     * @param timeout how long this may take, all in all
     * @return the same response
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if it is malformed
     */
    public ReceivedResponse readBody(ReceivedResponse response, long bytes, Duration timeout) throws IOException {
        BodyReader reader = body;
        if (reader == null || response.status() == 0 || response.isComplete()) {
            return response;
        }
        source.within(timeout);
        reading(response, () -> {
            reader.read(bytes);
            if (reader.isDone()) {
                response.completed(reader.trailers());
            }
        });
        return response;
    }

    /**
     * Waits for the other side's end, before which no byte may come.
     *
     * @param timeout how long to wait
     * @return {@code FIN}, {@code RESET} or {@code TIMEOUT}
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if a byte comes
     */
    public End awaitEnd(Duration timeout) throws IOException {
        source.within(timeout);
        try {
            if (input.hasMore()) {
                throw new AssertionError("a byte came in place of the end");
            }
        } catch (SocketException | SocketTimeoutException e) {
            rethrowIfOurs(e);
        }
        return source.end();
    }

    /**
     * Sends a FIN; reading goes on.
     *
     * @throws IOException if the connection is no longer there
     */
    public void shutdownOutput() throws IOException {
        client.shutdownOutput();
    }

    /** Ends the connection with a reset. */
    public void reset() {
        client.reset();
    }

    /** Closes both directions: a FIN, or a reset if bytes have come that nobody read. */
    @Override
    public void close() {
        client.close();
    }

    private void head(ReceivedResponse response, String method) throws IOException {
        String line = input.line();
        Matcher parts = STATUS_LINE.matcher(line);
        if (!parts.matches()) {
            throw new MalformedMessageException("not a status line: \"" + line + '"');
        }
        int status = Integer.parseInt(parts.group(2));
        Fields fields = input.fields();
        Framing framing = Framing.ofResponse(fields, parts.group(1).equals("HTTP/1.1"), status, method);
        if (status < 200 && status != 101) {
            response.interim(status);
        } else {
            response.head(parts.group(1), status, parts.group(3), fields, framing);
        }
    }

    private void reading(ReceivedResponse response, Reading reading) throws IOException {
        try {
            reading.run();
        } catch (MalformedMessageException e) {
            throw new AssertionError("malformed response: " + e.getMessage() + "; so far " + response, e);
        } catch (EOFException | SocketException | SocketTimeoutException e) {
            rethrowIfOurs(e);
            response.ended(source.end());
        }
    }

    /** Without an end of the other side, it was this one that closed the connection. */
    private void rethrowIfOurs(IOException e) throws IOException {
        if (source.end() == End.NONE) {
            throw e;
        }
    }

    private interface Reading {
        void run() throws IOException;
    }
}
