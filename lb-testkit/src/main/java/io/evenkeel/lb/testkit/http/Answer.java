package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.tcp.End;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One answer of an {@link HttpServer}, and how badly it is given. Without more it is a good HTTP/1.1 answer with a
 * {@code Content-Length}, sent when the request was read to its end. Nothing is validated: hostile answers are welcome.
 *
 * <p>To HEAD no body is sent, to 204 and 304 neither a body nor its frame. Immutable; each setter returns a changed copy.
 */
public final class Answer {

    final int status;
    final byte @Nullable [] raw;
    final List<String> lines;
    final List<String> trailers;
    final List<byte[]> interims;
    final Map<Point, PointAction> actions;
    final Content content;
    final Form form;
    final @Nullable Answer next;

    /** How the message is written. */
    record Form(boolean http11, boolean early, boolean closing, boolean untilClose, int chunk, int writes) {

        static final Form DEFAULT = new Form(true, false, false, false, 0, 0);
    }

    /** Steps to be added one after the other to a copy. */
    private static final class Draft {
        private int status;
        private byte @Nullable [] raw;
        private List<String> lines = List.of();
        private List<String> trailers = List.of();
        private List<byte[]> interims = List.of();
        private Map<Point, PointAction> actions = Map.of();
        private Content content = Content.NONE;
        private Form form = Form.DEFAULT;
        private @Nullable Answer next;

        Answer done() {
            return new Answer(this);
        }
    }

    private Answer(Draft draft) {
        status = draft.status;
        raw = draft.raw;
        lines = draft.lines;
        trailers = draft.trailers;
        interims = draft.interims;
        actions = draft.actions;
        content = draft.content;
        form = draft.form;
        next = draft.next;
    }

    private Draft draft() {
        Draft draft = new Draft();
        draft.status = status;
        draft.raw = raw;
        draft.lines = lines;
        draft.trailers = trailers;
        draft.interims = interims;
        draft.actions = actions;
        draft.content = content;
        draft.form = form;
        draft.next = next;
        return draft;
    }

    /**
     * An answer without a body.
     *
     * @param status its status
     * @return the answer
     */
    public static Answer of(int status) {
        Draft draft = new Draft();
        draft.status = status;
        return draft.done();
    }

    /**
     * Status 200 with a body.
     *
     * @param body sent as UTF-8
     * @return the answer
     */
    public static Answer ok(String body) {
        return of(200).body(body);
    }

    /**
     * Bytes as they are, in place of an answer.
     *
     * @param bytes one to one, as ISO-8859-1; for {@link Point}s all of it is the head
     * @return the answer
     */
    public static Answer raw(String bytes) {
        Draft draft = new Draft();
        draft.raw = MessageInput.bytes(bytes);
        return draft.done();
    }

    /**
     * No answer: the request is read, and nothing more is done until the client ends.
     *
     * @return the answer
     */
    public static Answer never() {
        return of(200).hang(Point.BEFORE_HEAD);
    }

    /**
     * Adds a field to the head.
     *
     * @param name as sent
     * @param value as sent
     * @return a changed copy
     */
    public Answer header(String name, String value) {
        Draft draft = draft();
        draft.lines = added(lines, name + ": " + value);
        return draft.done();
    }

    /**
     * A body.
     *
     * @param text sent as UTF-8
     * @return a changed copy
     */
    public Answer body(String text) {
        return content(Content.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A body of any size, which takes no memory.
     *
     * @param bytes how many
     * @param seed selects the {@link io.evenkeel.lb.testkit.SeededBytes}
     * @return a changed copy
     */
    public Answer seededBody(long bytes, long seed) {
        return content(Content.seeded(bytes, seed));
    }

    private Answer content(Content value) {
        Draft draft = draft();
        draft.content = value;
        return draft.done();
    }

    /**
     * Sends the body in chunks in place of a length.
     *
     * @param bytes of each chunk but the last, 1 or more
     * @return a changed copy
     */
    public Answer chunked(int bytes) {
        return form(new Form(form.http11, form.early, form.closing, false, bytes, form.writes));
    }

    /**
     * Sends the body without a length and ends it with a FIN.
     *
     * @return a changed copy
     */
    public Answer untilClose() {
        return form(new Form(form.http11, form.early, form.closing, true, 0, form.writes));
    }

    /**
     * Adds a field behind a chunked body.
     *
     * @param name as sent
     * @param value as sent
     * @return a changed copy
     */
    public Answer trailer(String name, String value) {
        Draft draft = draft();
        draft.trailers = added(trailers, name + ": " + value);
        return draft.done();
    }

    /**
     * Sends an interim answer before; while the request's body has not been read, so that it can be a 100.
     *
     * @param code 100 to 199, or what the test likes
     * @param fields whole lines, such as {@code Link: </a>}
     * @return a changed copy
     */
    public Answer interim(int code, String... fields) {
        String head = "HTTP/1.1 " + code + " Interim\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n";
        Draft draft = draft();
        draft.interims = added(interims, MessageInput.bytes(head));
        return draft.done();
    }

    /**
     * Says HTTP/1.0.
     *
     * @return a changed copy
     */
    public Answer http10() {
        return form(new Form(false, form.early, form.closing, form.untilClose, form.chunk, form.writes));
    }

    /**
     * Answers before the request's body is read; it is read afterwards.
     *
     * @return a changed copy
     */
    public Answer early() {
        return form(new Form(form.http11, true, form.closing, form.untilClose, form.chunk, form.writes));
    }

    /**
     * Says {@code Connection: close} and does it, with a FIN.
     *
     * @return a changed copy
     */
    public Answer closing() {
        return form(new Form(form.http11, form.early, true, form.untilClose, form.chunk, form.writes));
    }

    /**
     * Writes in small pieces, each in a system call of its own.
     *
     * @param bytes of each, 1 or more
     * @return a changed copy
     */
    public Answer writes(int bytes) {
        return form(new Form(form.http11, form.early, form.closing, form.untilClose, form.chunk, bytes));
    }

    private Answer form(Form value) {
        Draft draft = draft();
        draft.form = value;
        return draft.done();
    }

    /**
     * Waits at a point; what is before it has been sent.
     *
     * @param point where
     * @param latch until it is at zero
     * @return a changed copy
     */
    public Answer hold(Point point, CountDownLatch latch) {
        return at(point, new PointAction.Hold(latch));
    }

    /**
     * Ends the connection at a point.
     *
     * @param point where
     * @param end {@link End#FIN}, after which what the client sends is still read, or {@link End#RESET}
     * @return a changed copy
     */
    public Answer cut(Point point, End end) {
        return at(point, new PointAction.Cut(end));
    }

    /**
     * Sends nothing more from a point on, and reads until the client ends.
     *
     * @param point where
     * @return a changed copy
     */
    public Answer hang(Point point) {
        return at(point, new PointAction.Hang());
    }

    private Answer at(Point point, PointAction action) {
        Map<Point, PointAction> all = new EnumMap<>(Point.class);
        all.putAll(actions);
        all.merge(point, action, PointAction.Both::new);
        Draft draft = draft();
        draft.actions = all;
        return draft.done();
    }

    /**
     * Sends another answer right behind, which nobody asked for.
     *
     * @param other its interim answers, too
     * @return a changed copy
     */
    public Answer followedBy(Answer other) {
        Draft draft = draft();
        draft.next = next == null ? other : next.followedBy(other);
        return draft.done();
    }

    private static <T> List<T> added(List<T> list, T more) {
        List<T> all = new ArrayList<>(list);
        all.add(more);
        return List.copyOf(all);
    }
}
