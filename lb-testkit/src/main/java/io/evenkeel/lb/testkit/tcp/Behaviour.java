package io.evenkeel.lb.testkit.tcp;

import io.evenkeel.lb.testkit.SeededBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a {@link TcpServer} does with a connection, from the well-behaved to the hostile. One instance serves all
 * connections of a server, each on a thread of its own, so it keeps no state per connection.
 *
 * <p>A behaviour that returns has finished politely: the server sends a FIN, reads on until the peer's FIN, and closes.
 * (A close with unread bytes would turn into a reset.) An {@link IOException} means that the connection broke and ends it;
 * any other exception is a bug in the behaviour and fails the test when the server is closed.
 */
@FunctionalInterface
public interface Behaviour {

    /**
     * Serves one connection; called on that connection's thread, may block.
     *
     * @param connection the connection, to be used until this method returns
     * @throws IOException if the connection breaks
     * @throws InterruptedException if a wait of the behaviour is interrupted because the server stops
     */
    void serve(TcpConnection connection) throws IOException, InterruptedException;

    /**
     * The size to ask for as the receive buffer of each connection, so that a slow reader is felt early.
     *
     * @return bytes, or 0 for the system's choice
     */
    default int receiveBufferBytes() {
        return 0;
    }

    /**
     * Sends back what comes, until the peer's FIN, which it answers with its own.
     *
     * @return the behaviour
     */
    static Behaviour echo() {
        return connection -> connection.input().transferTo(connection.output());
    }

    /**
     * Says a fixed text at once, usually its own name, then sends a FIN.
     *
     * @param text what to say, sent as UTF-8
     * @return the behaviour
     */
    static Behaviour greeting(String text) {
        return connection -> connection.output().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads everything and answers nothing; its FIN follows the peer's.
     *
     * @return the behaviour
     */
    static Behaviour sink() {
        return TcpConnection::drain;
    }

    /**
     * Sends bytes of a seed, then a FIN, without reading meanwhile.
     *
     * @param bytes how many
     * @param seed selects the {@link SeededBytes}
     * @return the behaviour
     */
    static Behaviour source(long bytes, long seed) {
        return connection -> SeededTransfer.send(connection.output(), bytes, seed);
    }

    /**
     * Accepts, then neither reads nor writes until the server stops, like a process that hangs. It does not notice the
     * peer's end either; {@link #sink} does.
     *
     * @return the behaviour
     */
    static Behaviour silent() {
        return TcpConnection::awaitStop;
    }

    /**
     * Resets the connection as soon as it is accepted.
     *
     * @return the behaviour
     */
    static Behaviour resetOnAccept() {
        return TcpConnection::reset;
    }

    /**
     * Reads a number of bytes, then resets.
     *
     * @param bytes how many; if the peer ends before, there is no reset
     * @return the behaviour
     */
    static Behaviour resetAfterReceiving(int bytes) {
        return connection -> {
            if (connection.input().readNBytes(bytes).length == bytes) {
                connection.reset();
            }
        };
    }

    /**
     * Sends bytes of a seed, then resets. The peer gets a prefix of them: a reset drops what is still on its way.
     *
     * @param bytes how many
     * @param seed selects the {@link SeededBytes}
     * @return the behaviour
     */
    static Behaviour resetAfterSending(long bytes, long seed) {
        return connection -> {
            SeededTransfer.send(connection.output(), bytes, seed);
            connection.reset();
        };
    }

    /**
     * Waits for the first byte of a request, sends what is given, for example half of an answer, and resets.
     *
     * @param partOfAnswer what to send, as UTF-8
     * @return the behaviour
     */
    static Behaviour resetMidAnswer(String partOfAnswer) {
        return connection -> {
            if (connection.input().read() >= 0) {
                connection.output().write(partOfAnswer.getBytes(StandardCharsets.UTF_8));
                connection.reset();
            }
        };
    }

    /**
     * Sends a FIN first, then still reads and records everything until the peer's FIN.
     *
     * @return the behaviour
     */
    static Behaviour halfCloseFirst() {
        // Returning at once is just that.
        return connection -> {};
    }

    /**
     * Reads until the peer's FIN, and only then answers.
     *
     * @param answer what to send, as UTF-8, before its own FIN
     * @return the behaviour
     */
    static Behaviour answerAfterFin(String answer) {
        return connection -> {
            connection.drain();
            connection.output().write(answer.getBytes(StandardCharsets.UTF_8));
        };
    }

    /**
     * Reads only as much as the test has allowed, with a small receive buffer; answers nothing.
     *
     * @param permits how many bytes may be read, over all connections
     * @return the behaviour
     */
    static Behaviour slowReader(ReadPermits permits) {
        return new SlowReader(permits);
    }

    /**
     * A minimal HTTP/1.1 server with persistent connections: reads each request with its body and answers 200.
     *
     * @param body the body of each answer, usually the server's name
     * @return the behaviour
     */
    static Behaviour http(String body) {
        return http(200, body);
    }

    /**
     * {@link #http(String)} with a status of its own, for example 503.
     *
     * @param status the status of each answer
     * @param body the body of each answer
     * @return the behaviour
     */
    static Behaviour http(int status, String body) {
        return new HttpAnswer(status, body);
    }
}
