package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.tcp.End;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an {@link HttpPeer} has read of one response: all of it, or as far as it came. Belongs to the thread that reads.
 */
public final class ReceivedResponse {

    private final List<Integer> interims = new ArrayList<>();
    private final BodyRecord body = new BodyRecord();
    private String version = "";
    private int status;
    private String reason = "";
    private Fields fields = Fields.NONE;
    private Framing framing = Framing.NONE;
    private Fields trailers = Fields.NONE;
    private boolean complete;
    private End end = End.NONE;

    ReceivedResponse() {}

    void interim(int code) {
        interims.add(code);
    }

    void head(String said, int code, String phrase, Fields head, Framing frame) {
        version = said;
        status = code;
        reason = phrase;
        fields = head;
        framing = frame;
    }

    void completed(Fields seen) {
        trailers = seen;
        complete = true;
    }

    void ended(End seen) {
        end = seen;
    }

    BodyRecord bodyRecord() {
        return body;
    }

    Framing framing() {
        return framing;
    }

    /**
     * The status.
     *
     * @return 200 to 599, or 0 if the head did not come to its end
     */
    public int status() {
        return status;
    }

    /**
     * The statuses of interim answers that came before.
     *
     * @return in order
     */
    public List<Integer> interims() {
        return List.copyOf(interims);
    }

    /**
     * The version.
     *
     * @return {@code HTTP/1.1} or {@code HTTP/1.0}; empty without a head
     */
    public String version() {
        return version;
    }

    /**
     * The reason phrase.
     *
     * @return as sent
     */
    public String reason() {
        return reason;
    }

    /**
     * The head's fields.
     *
     * @return in order
     */
    public Fields fields() {
        return fields;
    }

    /**
     * How the body's end was told.
     *
     * @return {@code none}, {@code length}, {@code chunked} or {@code until_close}
     */
    public String frame() {
        return framing.kind().name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * How much of the body was read, without chunks' frames.
     *
     * @return bytes
     */
    public long bodyBytes() {
        return body.count();
    }

    /**
     * The CRC-32C of what was read of the body, to compare with {@link io.evenkeel.lb.testkit.SeededBytes#digest}.
     *
     * @return 0 to 2^32 - 1
     */
    public long bodyDigest() {
        return body.digest();
    }

    /**
     * The first mebibyte of the body.
     *
     * @return as UTF-8
     */
    public String bodyText() {
        return new String(body.kept(), StandardCharsets.UTF_8);
    }

    /**
     * The fields behind a chunked body.
     *
     * @return none until the response is complete
     */
    public Fields trailers() {
        return trailers;
    }

    /**
     * Whether all of it came.
     *
     * @return false if more is to be read, or it was cut
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * What ended reading before the response was complete.
     *
     * @return {@code FIN}, {@code RESET} or {@code TIMEOUT}; {@code NONE} if nothing did
     */
    public End end() {
        return end;
    }

    @Override
    public String toString() {
        return status + " " + reason + " (" + frame() + ", body " + body.count()
                + (complete ? ", complete)" : ", incomplete, end " + end + ")");
    }
}
