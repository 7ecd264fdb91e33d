package io.evenkeel.lb.testkit.tcp;

import io.evenkeel.lb.testkit.SeededBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client for tests, over one blocking connection. Reads have a deadline and say how the other side ended instead of
 * throwing; writes block while the other side does not read, and throw once it has reset the connection.
 *
 * <p>Threads: one may read while another writes; reset and close may come from any.
 */
public final class TcpClient implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int MAX_KEPT_BYTES = 64 * 1024 * 1024;

    private final Socket socket;
    private final InetSocketAddress localAddress;
    private final InputStream input;
    private final OutputStream output;
    private final ReentrantLock sendLock = new ReentrantLock();
    private volatile boolean reset;

    private TcpClient(Socket socket) throws IOException {
        this.socket = socket;
        this.localAddress = (InetSocketAddress) socket.getLocalSocketAddress();
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    /** A client whose connection was reset so early that its socket has never been usable. */
    private TcpClient(InetSocketAddress localAddress) throws IOException {
        this.socket = new Socket();
        this.localAddress = localAddress;
        this.input = InputStream.nullInputStream();
        this.output = OutputStream.nullOutputStream();
        output.close();
        reset = true;
    }

    /**
     * Connects, within 5 seconds. A reset that follows the handshake at once counts as a connection that was reset: it
     * shows when reading, though the system may report it as a failure to connect.
     *
     * @param to where to
     * @return the client
     * @throws IOException if the connection is refused or not answered in time
     */
    public static TcpClient connect(InetSocketAddress to) throws IOException {
        return connect(to, new InetSocketAddress(0), 0);
    }

    /**
     * Connects from a given address, within 5 seconds.
     *
     * @param to where to
     * @param from the client's own address, for example another of 127.0.0.0/8; port 0 stands for a free one
     * @return the client
     * @throws IOException if the address is not available, or the connection is refused or not answered in time
     */
    public static TcpClient connect(InetSocketAddress to, InetSocketAddress from) throws IOException {
        return connect(to, from, 0);
    }

    /**
     * Connects with a receive buffer of a given size, so that a client that does not read is felt early.
     *
     * @param to where to
     * @param from the client's own address; port 0 stands for a free one
     * @param receiveBufferBytes the size to ask for, 0 for the system's choice; on Linux the kernel doubles it
     * @return the client
     * @throws IOException if the address is not available, or the connection is refused or not answered in time
     */
    public static TcpClient connect(InetSocketAddress to, InetSocketAddress from, int receiveBufferBytes)
            throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.bind(from);
            return connect(socket, to);
        } catch (IOException e) {
            Sockets.close(socket);
            throw e;
        }
    }

    /**
     * This side's address.
     *
     * @return address and port
     */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /**
     * Sends text.
     *
     * @param text sent as UTF-8
     * @throws IOException if the other side has reset the connection, or this one has ended it
     */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends bytes.
     *
     * @param bytes what to send
     * @throws IOException if the other side has reset the connection, or this one has ended it
     */
    public void send(byte[] bytes) throws IOException {
        send(() -> output.write(bytes));
    }

    /**
     * Sends the first bytes of a seed's stream.
     *
     * @param bytes how many
     * @param seed selects the {@link SeededBytes}
     * @throws IOException if the other side has reset the connection, or this one has ended it
     */
    public void sendSeeded(long bytes, long seed) throws IOException {
        send(() -> SeededTransfer.send(output, bytes, seed));
    }

    /**
     * Sends a FIN; reading goes on.
     *
     * @throws IOException if the connection is no longer there
     */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * Reads so many bytes, or fewer if the end comes first.
     *
     * @param bytes how many
     * @param timeout how long this may take, all in all
     * @return what came; its end is {@link End#NONE} if that was all
     * @throws IOException if this side has closed the connection
     */
    public Received readFully(int bytes, Duration timeout) throws IOException {
        return read(bytes, timeout);
    }

    /**
     * Reads what there is, up to so many bytes; waits for the first.
     *
     * @param bytes how many at most
     * @param timeout how long to wait
     * @return at least one byte, or none and how it ended
     * @throws IOException if this side has closed the connection
     */
    public Received readSome(int bytes, Duration timeout) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        End end = read(kept, bytes, true, timeout);
        return new Received(kept.toByteArray(), kept.size(), end);
    }

    /**
     * Reads until the other side ends.
     *
     * @param timeout how long this may take, all in all
     * @return what came, and {@code FIN}, {@code RESET} or {@code TIMEOUT}
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if more comes than can be kept (64 MiB)
     */
    public Received readUntilEnd(Duration timeout) throws IOException {
        Received received = read(MAX_KEPT_BYTES, timeout);
        if (received.end() == End.NONE) {
            throw new AssertionError("no end after " + MAX_KEPT_BYTES + " bytes; read seeded bytes instead");
        }
        return received;
    }

    /**
     * Reads and checks bytes of a seed's stream, from its beginning, or fewer if the end comes first.
     *
     * @param bytes how many at most
     * @param seed selects the {@link SeededBytes}
     * @param timeout how long this may take, all in all
     * @return how many came and how it ended, {@link End#NONE} if that was all
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if a byte is not the stream's; the message names the position
     */
    public Received readSeeded(long bytes, long seed, Duration timeout) throws IOException {
        SeededCheck check = new SeededCheck(seed);
        End end = read(check, bytes, false, timeout);
        return new Received(new byte[0], check.position(), end);
    }

    /**
     * Reads and checks exactly so many bytes of a seed's stream.
     *
     * @param bytes how many
     * @param seed selects the {@link SeededBytes}
     * @param timeout how long this may take, all in all
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if fewer come, or others
     */
    public void expectSeeded(long bytes, long seed, Duration timeout) throws IOException {
        Received received = readSeeded(bytes, seed, timeout);
        if (received.count() != bytes) {
            throw new AssertionError("expected " + bytes + " bytes, got " + received);
        }
    }

    /**
     * Sends bytes of a seed and then a FIN, and meanwhile reads and checks their echo until the other side ends. Both
     * directions are busy at once, so no amount is too large. The sender is a thread of its own; if the echo ends early
     * it lasts until this client is closed.
     *
     * @param bytes how many
     * @param seed selects the {@link SeededBytes}
     * @param timeout how long this may take, all in all
     * @return how many came back and how it ended; all is well if that is {@code bytes} and {@link End#FIN}
     * @throws IOException if this side has closed the connection
     * @throws AssertionError if a byte is not the stream's, or more come back than were sent
     */
    public Received echoSeeded(long bytes, long seed, Duration timeout) throws IOException {
        Daemons.start("client-" + socket.getLocalPort(), () -> sendAll(bytes, seed));
        Received received = readSeeded(bytes + 1, seed, timeout);
        if (received.count() > bytes) {
            throw new AssertionError("more came back than the " + bytes + " bytes sent");
        }
        return received;
    }

    /** Ends the connection with a reset, which also drops what was sent but is still on its way. */
    public void reset() {
        Sockets.reset(socket);
    }

    /** Closes both directions: a FIN, or a reset if bytes have come that nobody read. */
    @Override
    public void close() {
        Sockets.close(socket);
    }

    private static TcpClient connect(Socket socket, InetSocketAddress to) throws IOException {
        InetSocketAddress bound = (InetSocketAddress) socket.getLocalSocketAddress();
        try {
            socket.connect(to, CONNECT_MILLIS);
            return new TcpClient(socket);
        } catch (SocketException e) {
            if (Sockets.isReset(e)) {
                return new TcpClient(bound);
            }
            throw e;
        }
    }

    private void sendAll(long bytes, long seed) {
        try {
            sendSeeded(bytes, seed);
            shutdownOutput();
        } catch (IOException seenByTheReader) {
            // A broken connection shows in how the echo ends.
        }
    }

    private Received read(int bytes, Duration timeout) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        End end = read(kept, bytes, false, timeout);
        return new Received(kept.toByteArray(), kept.size(), end);
    }

    private End read(OutputStream target, long limit, boolean once, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        byte[] chunk = new byte[SeededTransfer.CHUNK];
        for (long left = limit; left > 0; ) {
            long nanos = deadline - System.nanoTime();
            if (nanos <= 0) {
                return End.TIMEOUT;
            }
            // Rounded up, because 0 would mean no timeout.
            socket.setSoTimeout((int) Math.min(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, Integer.MAX_VALUE));
            int count;
            try {
                count = input.read(chunk, 0, (int) Math.min(left, chunk.length));
            } catch (SocketTimeoutException late) {
                return End.TIMEOUT;
            } catch (SocketException e) {
                if (socket.isClosed()) {
                    throw e;
                }
                return End.RESET;
            }
            if (count < 0) {
                return endOfStream();
            }
            target.write(chunk, 0, count);
            left = once ? 0 : left - count;
        }
        return End.NONE;
    }

    private void send(Sending sending) throws IOException {
        sendLock.lock();
        try {
            sending.run();
        } catch (SocketException e) {
            if (!socket.isClosed() && !socket.isOutputShutdown()) {
                reset = true;
            }
            throw e;
        } finally {
            sendLock.unlock();
        }
    }

    /**
     * The kernel reports a reset once, to whichever call comes first. If that was a write, a read sees an ordinary end of
     * stream; so a write under way is given time to fail. It has little to do if there was a reset.
     */
    private End endOfStream() {
        try {
            if (sendLock.tryLock(1, TimeUnit.SECONDS)) {
                sendLock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reset ? End.RESET : End.FIN;
    }

    private interface Sending {
        void run() throws IOException;
    }
}
