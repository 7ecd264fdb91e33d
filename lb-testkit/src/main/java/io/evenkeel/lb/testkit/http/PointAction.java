package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpConnection;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** What happens at a point of an answer. */
sealed interface PointAction {

    /** False if nothing more is to be sent on this connection. */
    boolean run(TcpConnection connection) throws IOException, InterruptedException;

    /** Waits for the test. */
    record Hold(CountDownLatch latch) implements PointAction {
        @Override
        public boolean run(TcpConnection connection) throws InterruptedException {
            latch.await();
            return true;
        }
    }

    /** A FIN is what the TCP server sends when its behaviour returns. */
    record Cut(End end) implements PointAction {
        @Override
        public boolean run(TcpConnection connection) {
            if (end == End.RESET) {
                connection.reset();
            }
            return false;
        }
    }

    /** Not quite dead: it notices when the client ends. */
    record Hang() implements PointAction {
        @Override
        public boolean run(TcpConnection connection) throws IOException {
            connection.drain();
            return false;
        }
    }

    /** In the order in which they were asked for. */
    record Both(PointAction first, PointAction second) implements PointAction {
        @Override
        public boolean run(TcpConnection connection) throws IOException, InterruptedException {
            return first.run(connection) && second.run(connection);
        }
    }
}
