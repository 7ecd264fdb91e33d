package io.evenkeel.lb.health;

import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Servers that read a request's head and then send what a test says, whether it is HTTP or not. */
final class HttpScript {

    private HttpScript() {}

    /** Sends a text and then a FIN. */
    static Behaviour answer(String text) {
        return connection -> {
            readHead(connection);
            write(connection, text);
        };
    }

    /** Sends a text and then nothing more. */
    static Behaviour answerAndHang(String text) {
        return connection -> {
            readHead(connection);
            write(connection, text);
            connection.drain();
        };
    }

    /** Sends a text, and another when the test says so; then nothing more. */
    static Behaviour answerInTwo(String first, CountDownLatch between, String then) {
        return connection -> {
            readHead(connection);
            write(connection, first);
            between.await();
            write(connection, then);
            connection.drain();
        };
    }

    /** Sends a text, and another again and again until the client is gone. */
    static Behaviour endless(String first, String again) {
        return connection -> {
            readHead(connection);
            write(connection, first);
            while (true) {
                write(connection, again);
            }
        };
    }

    /** Sends a text, one byte at a time. */
    static Behaviour dripping(String text) {
        return connection -> {
            readHead(connection);
            for (int i = 0; i < text.length(); i++) {
                write(connection, text.substring(i, i + 1));
            }
        };
    }

    private static void write(TcpConnection connection, String text) throws IOException {
        connection.output().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void readHead(TcpConnection connection) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int next = connection.input().read();
            if (next < 0) {
                throw new IOException("the client ended before its request did");
            }
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }
}
