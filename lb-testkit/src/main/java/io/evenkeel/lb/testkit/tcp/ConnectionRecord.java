package io.evenkeel.lb.testkit.tcp;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * What a {@link TcpServer} saw of one connection. It stays readable after the connection, and the server, have ended.
 *
 * <p>Threads: any; the {@code await} methods block the caller.
 */
public final class ConnectionRecord {

    /** How many of the received bytes are kept as they are; all of them count and enter the digest. */
    public static final int KEPT_BYTES = 64 * 1024;

    private final Signal signal;
    private final int index;
    private final InetSocketAddress peer;

    // All below are guarded by the signal's lock.
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private final CRC32C crc = new CRC32C();
    private long bytesIn;
    private long bytesOut;
    private int exchanges;
    private End end = End.NONE;
    private boolean open = true;

    ConnectionRecord(Signal signal, int index, InetSocketAddress peer) {
        this.signal = signal;
        this.index = index;
        this.peer = peer;
    }

    /**
     * The connection's place in the order of acceptance.
     *
     * @return 0 for the server's first connection
     */
    public int index() {
        return index;
    }

    /**
     * Where the connection came from.
     *
     * @return the other side's address
     */
    public InetSocketAddress peer() {
        return peer;
    }

    /**
     * How much the server has read. What lies in the kernel's buffer is not counted.
     *
     * @return bytes
     */
    public long bytesIn() {
        return signal.read(() -> bytesIn);
    }

    /**
     * How much the server has written: never less than the peer has received. It may still lie in the kernel's buffer
     * or, up to 16 KiB of it, wait for room there.
     *
     * @return bytes
     */
    public long bytesOut() {
        return signal.read(() -> bytesOut);
    }

    /**
     * How many requests were answered, for behaviours that know requests.
     *
     * @return a count
     */
    public int exchanges() {
        return signal.read(() -> exchanges);
    }

    /**
     * The first bytes received, {@value #KEPT_BYTES} at most.
     *
     * @return a copy
     */
    public byte[] received() {
        return signal.read(kept::toByteArray);
    }

    /**
     * {@link #received} read as UTF-8.
     *
     * @return the text
     */
    public String receivedText() {
        return signal.read(() -> kept.toString(StandardCharsets.UTF_8));
    }

    /**
     * The CRC-32C of all bytes received, to compare with {@link io.evenkeel.lb.testkit.SeededBytes#digest}.
     *
     * @return the digest, 0 to 2^32 - 1
     */
    public long digestIn() {
        return signal.read(crc::getValue);
    }

    /**
     * How the peer ended its side. {@link End#NONE} while no end has been read, also when the server itself ended the
     * connection first.
     *
     * @return {@code NONE}, {@code FIN} or {@code RESET}
     */
    public End end() {
        return signal.read(() -> end);
    }

    /**
     * Whether the server still has this connection's socket open.
     *
     * @return false once it is closed, for whatever reason
     */
    public boolean isOpen() {
        return signal.read(() -> open);
    }

    /**
     * Waits until the peer's end was seen.
     *
     * @param timeout how long to wait at most
     * @return {@code FIN} or {@code RESET}
     * @throws AssertionError if no end was seen in time
     */
    public End awaitEnd(Duration timeout) {
        signal.await(timeout, () -> end != End.NONE, () -> "the end of " + this);
        return end();
    }

    /**
     * Waits until the server's socket is closed.
     *
     * @param timeout how long to wait at most
     * @throws AssertionError if it was not closed in time
     */
    public void awaitClosed(Duration timeout) {
        signal.await(timeout, () -> !open, () -> "the closing of " + this);
    }

    /**
     * Waits until the server has read at least so much.
     *
     * @param bytes how much
     * @param timeout how long to wait at most
     * @throws AssertionError if less was read in time
     */
    public void awaitBytesIn(long bytes, Duration timeout) {
        signal.await(timeout, () -> bytesIn >= bytes, () -> bytes + " bytes in on " + this);
    }

    @Override
    public String toString() {
        return signal.read(() -> "connection " + index + " from " + peer + " (in " + bytesIn + ", out " + bytesOut
                + ", end " + end + (open ? ", open)" : ", closed)"));
    }

    void read(byte[] bytes, int offset, int length) {
        signal.change(() -> {
            bytesIn += length;
            crc.update(bytes, offset, length);
            kept.write(bytes, offset, Math.min(length, KEPT_BYTES - kept.size()));
        });
    }

    void written(int length) {
        signal.change(() -> bytesOut += length);
    }

    void exchanged() {
        signal.change(() -> exchanges++);
    }

    void ended(End seen) {
        // After a reset the kernel reports an end of stream to whoever reads again; the reset stays the truth.
        signal.change(() -> end = end == End.RESET ? End.RESET : seen);
    }

    void closed() {
        signal.change(() -> open = false);
    }
}
