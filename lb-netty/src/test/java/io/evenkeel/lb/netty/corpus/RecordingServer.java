package io.evenkeel.lb.netty.corpus;

import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * The real server of the end-to-end test: records every request it is sent, finished or not, and answers with a short 200
 * or with a response of the corpus. One request at a time on a connection.
 *
 * <p>Threads: the test sets the answer and takes what was recorded, each connection's thread records.
 */
public final class RecordingServer implements Behaviour {

    private final List<Seen> requests = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private HeldAnswer held;

    @Override
    public void serve(TcpConnection connection) throws IOException, InterruptedException {
        PlainReader reader = new PlainReader(connection.input());
        try {
            boolean goOn = true;
            while (goOn && !reader.atEnd()) {
                Seen request = record(head(reader));
                reader.body(request, false);
                goOn = request.complete && answer(connection, request);
            }
        } catch (EOFException head) {
            violate("an unfinished head");
        } catch (SocketException reset) {
            throw reset;
        } catch (IllegalStateException e) {
            violate(e.getMessage());
        }
    }

    /** Of a head that the balancer sends, every byte comes. */
    private Seen head(PlainReader reader) throws IOException {
        try {
            return reader.requestHead();
        } catch (SocketException reset) {
            violate("a head that ends with a reset");
            throw reset;
        }
    }

    /** The next request, and no other, is answered with this response of the corpus, from the caller's hand. */
    synchronized HeldAnswer holdAnswer(Sample response) {
        held = new HeldAnswer(response);
        return held;
    }

    /** Requests are answered with a 200 again. */
    synchronized void answerAsUsual() {
        held = null;
    }

    /** All requests so far, in the order of their heads; those of the next call come after. */
    public synchronized List<Seen> take() {
        List<Seen> taken = List.copyOf(requests);
        requests.clear();
        return taken;
    }

    /** What no balancer may send; empty if all is well. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private synchronized Seen record(Seen request) {
        requests.add(request);
        return request;
    }

    private synchronized void violate(String what) {
        violations.add(what);
    }

    private synchronized HeldAnswer held() {
        return held;
    }

    /** True if another request may follow on the connection. */
    private boolean answer(TcpConnection connection, Seen request) throws IOException, InterruptedException {
        boolean close = request.minorVersion == 0 || request.value("Connection").equalsIgnoreCase("close");
        connection.exchanged();
        HeldAnswer now = held();
        if (now != null) {
            if (!now.begin(connection.output())) {
                violate("a second request for one answer");
            }
            return !close
                    && now.sample.ending() == Ending.COMPLETE
                    && now.sample.messages().stream().allMatch(Expected::keepAlive);
        }
        String body = request.target;
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
        connection.output().write(PlainReader.bytes(request.method.equals("HEAD") ? head : head + body));
        return !close;
    }
}
