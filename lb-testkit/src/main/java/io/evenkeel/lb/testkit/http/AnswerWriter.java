package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.tcp.TcpConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Gives one answer, with all that is to happen at its points. */
final class AnswerWriter {

    private final TcpConnection connection;
    private final Answer answer;
    private final OutputStream out;

    AnswerWriter(TcpConnection connection, Answer answer) {
        this.connection = connection;
        this.answer = answer;
        this.out = Pieces.of(connection.output(), answer.form.writes());
    }

    void interims() throws IOException {
        for (byte[] interim : answer.interims) {
            out.write(interim);
        }
        out.flush();
    }

    /**
     * Writes the answer and those that follow it.
     *
     * @param method of the request
     * @param closing whether to say that the connection ends
     * @return false if nothing more is to be sent on this connection
     */
    boolean write(String method, boolean closing) throws IOException, InterruptedException {
        byte[] head = answer.raw != null ? answer.raw : head(closing);
        int half = head.length / 2;
        if (!at(Point.BEFORE_HEAD)) {
            return false;
        }
        out.write(head, 0, half);
        if (!at(Point.INSIDE_HEAD)) {
            return false;
        }
        out.write(head, half, head.length - half);
        if (!at(Point.AFTER_HEAD) || !body(method) || !at(Point.AFTER_BODY)) {
            return false;
        }
        return followers(method);
    }

    /** In one write with the answer before, as far as that goes: a client must find them at once. */
    private boolean followers(String method) throws IOException, InterruptedException {
        if (answer.next == null) {
            out.flush();
            return !answer.form.untilClose();
        }
        AnswerWriter next = new AnswerWriter(connection, answer.next, out);
        next.interims();
        return next.write(method, false) && !answer.form.untilClose();
    }

    private AnswerWriter(TcpConnection connection, Answer answer, OutputStream out) {
        this.connection = connection;
        this.answer = answer;
        this.out = out;
    }

    private boolean at(Point point) throws IOException, InterruptedException {
        PointAction action = answer.actions.get(point);
        if (action == null) {
            return true;
        }
        out.flush();
        return action.run(connection);
    }

    private boolean hasFrame() {
        return answer.raw == null && answer.status >= 200 && answer.status != 204 && answer.status != 304;
    }

    private byte[] head(boolean closing) {
        StringBuilder head = new StringBuilder(answer.form.http11() ? "HTTP/1.1 " : "HTTP/1.0 ")
                .append(answer.status)
                .append(answer.status == 200 ? " OK" : " As Told")
                .append("\r\n");
        lines(head, answer.lines);
        if (hasFrame() && answer.form.chunk() > 0) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (hasFrame() && !answer.form.untilClose()) {
            head.append("Content-Length: ").append(answer.content.length()).append("\r\n");
        }
        if (closing) {
            head.append("Connection: close\r\n");
        }
        return MessageInput.bytes(head.append("\r\n").toString());
    }

    private static void lines(StringBuilder target, List<String> lines) {
        lines.forEach(line -> target.append(line).append("\r\n"));
    }

    private boolean body(String method) throws IOException, InterruptedException {
        if (!hasFrame() || method.equals("HEAD")) {
            return at(Point.INSIDE_BODY);
        }
        long length = answer.content.length();
        long middle = length / 2;
        boolean chunked = answer.form.chunk() > 0;
        long step = chunked ? answer.form.chunk() : Math.max(1, length);
        if (length == 0 && !at(Point.INSIDE_BODY)) {
            return false;
        }
        for (long from = 0; from < length; from += step) {
            long to = Math.min(length, from + step);
            if (chunked) {
                out.write(MessageInput.bytes(Long.toHexString(to - from) + "\r\n"));
            }
            if (from <= middle && middle < to) {
                answer.content.write(out, from, middle);
                if (!at(Point.INSIDE_BODY)) {
                    return false;
                }
                answer.content.write(out, middle, to);
            } else {
                answer.content.write(out, from, to);
            }
            if (chunked) {
                out.write(MessageInput.bytes("\r\n"));
            }
        }
        if (chunked) {
            StringBuilder end = new StringBuilder("0\r\n");
            lines(end, answer.trailers);
            out.write(MessageInput.bytes(end.append("\r\n").toString()));
        }
        return true;
    }
}
