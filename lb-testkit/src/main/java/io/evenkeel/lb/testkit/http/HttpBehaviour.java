package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpConnection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves one connection: reads each request strictly, and does with it what the script says. */
final class HttpBehaviour implements Behaviour {

    private final Script script;
    private final KeepAlive keepAlive;
    private final HttpRecords records;

    HttpBehaviour(Script script, KeepAlive keepAlive, HttpRecords records) {
        this.script = script;
        this.keepAlive = keepAlive;
        this.records = records;
    }

    @Override
    public void serve(TcpConnection connection) throws IOException, InterruptedException {
        MessageInput input = new MessageInput(connection.input());
        try {
            int number = 1;
            while (isNextComing(connection, input, number) && exchange(connection, input, number)) {
                number++;
            }
        } catch (MalformedMessageException e) {
            records.malformed(String.valueOf(e.getMessage()));
            connection.output().write(MessageInput.bytes("HTTP/1.1 400 As Told\r\nConnection: close\r\n\r\n"));
        }
    }

    private boolean isNextComing(TcpConnection connection, MessageInput input, int number) throws IOException {
        connection.readTimeout(keepAlive.idle());
        try {
            if (!input.hasMore()) {
                return false;
            }
        } catch (SocketTimeoutException idle) {
            return false;
        }
        connection.readTimeout(Duration.ZERO);
        End end = keepAlive.endAt(number);
        if (end == End.RESET) {
            connection.reset();
        }
        return end == End.NONE;
    }

    /** True if the connection goes on. */
    private boolean exchange(TcpConnection connection, MessageInput input, int number)
            throws IOException, InterruptedException {
        SeenRequest request = RequestHead.read(input, connection.record().index(), number - 1);
        boolean http11 = request.version().equals("HTTP/1.1");
        BodyReader body = new BodyReader(input, Framing.ofRequest(request.fields(), http11), request.bodyRecord());
        records.seen(request);
        Answer answer = script.answer(request);
        AnswerWriter writer = new AnswerWriter(connection, answer);
        writer.interims();
        if (!answer.form.early()) {
            readBody(body, request);
        }
        boolean closing = answer.form.closing() || keepAlive.announces(number);
        connection.exchanged();
        boolean goesOn = writer.write(request.method(), closing)
                && !closing
                && !keepAlive.endsBehind(number)
                && http11
                && !request.fields().lists("Connection", "close");
        if (goesOn && answer.form.early()) {
            readBody(body, request);
        }
        return goesOn;
    }

    private static void readBody(BodyReader body, SeenRequest request) throws IOException {
        body.read(Long.MAX_VALUE);
        request.completed(body.trailers());
    }

    /** What all connections of a server have seen. */
    static final class HttpRecords {

        /** Tens of thousands, in some tests. */
        private final List<SeenRequest> requests = new ArrayList<>();

        private final List<String> malformed = new CopyOnWriteArrayList<>();

        void seen(SeenRequest request) {
            synchronized (requests) {
                requests.add(request);
            }
        }

        void malformed(String what) {
            malformed.add(what);
        }

        List<SeenRequest> requests() {
            synchronized (requests) {
                return List.copyOf(requests);
            }
        }

        List<String> malformed() {
            return List.copyOf(malformed);
        }
    }
}
