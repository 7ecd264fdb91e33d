package io.evenkeel.lb.testkit.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * One accepted connection, as its {@link Behaviour} sees it. All that passes is recorded.
 *
 * <p>Threads: the streams belong to the thread that runs the behaviour; the rest may be called from any.
 */
public final class TcpConnection {

    private final Socket socket;
    private final ConnectionRecord record;
    private final InputStream input;
    private final OutputStream output;

    TcpConnection(Socket socket, ConnectionRecord record) throws IOException {
        this.socket = socket;
        this.record = record;
        this.input = new RecordingInput(socket, record);
        this.output = new RecordingOutput(socket, record);
    }

    /**
     * What the peer sends. A read throws {@link java.net.SocketException} once the peer has reset the connection.
     *
     * @return the stream; closing it closes the connection
     */
    public InputStream input() {
        return input;
    }

    /**
     * How long a read may wait for its first byte; later it throws {@link java.net.SocketTimeoutException}, and may be
     * tried again.
     *
     * @param timeout at least 1 ms, or zero for no limit, which is the default
     * @throws IOException if the connection is no longer there
     */
    public void readTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    }

    /**
     * What is sent to the peer, unbuffered. A write blocks while the peer does not read.
     *
     * @return the stream; closing it closes the connection
     */
    public OutputStream output() {
        return output;
    }

    /**
     * What has been recorded of this connection.
     *
     * @return the record, which goes on growing
     */
    public ConnectionRecord record() {
        return record;
    }

    /**
     * Reads and forgets (but records) until the peer's FIN.
     *
     * @throws IOException if the peer resets the connection
     */
    public void drain() throws IOException {
        input.transferTo(OutputStream.nullOutputStream());
    }

    /**
     * Sends a FIN; reading goes on.
     *
     * @throws IOException if the connection is no longer there
     */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset, which also drops what was written but not yet sent. */
    public void reset() {
        Sockets.reset(socket);
    }

    /** Counts one request in {@link ConnectionRecord#exchanges}; best called just before the answer is written. */
    public void exchanged() {
        record.exchanged();
    }

    /**
     * Does nothing until the server stops: the behaviour of a process that hangs.
     *
     * @throws InterruptedException when the server stops; to be passed on
     */
    public void awaitStop() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** FIN, then reading until the peer's FIN: a close that loses nothing, neither here nor there. */
    void finish() {
        Sockets.shutdownOutput(socket);
        try {
            drain();
        } catch (IOException broken) {
            // Then there is nothing more to read.
        }
        Sockets.close(socket);
    }

    /** A FIN from another thread; the behaviour's next write fails. */
    void stop() {
        Sockets.shutdownOutput(socket);
    }
}
