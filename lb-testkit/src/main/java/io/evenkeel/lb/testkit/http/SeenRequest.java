package io.evenkeel.lb.testkit.http;

import java.nio.charset.StandardCharsets;

/**
 * One request as an {@link HttpServer} saw it: from its head on, which is when a {@link Script} gets it; what is said of the
 * body grows until {@link #isComplete}. Any thread.
 */
public final class SeenRequest {

    private final int connection;
    private final int index;
    private final String method;
    private final String target;
    private final String version;
    private final Fields fields;
    private final BodyRecord body = new BodyRecord();
    private volatile Fields trailers = Fields.NONE;
    private volatile boolean complete;

    SeenRequest(int connection, int index, String method, String target, String version, Fields fields) {
        this.connection = connection;
        this.index = index;
        this.method = method;
        this.target = target;
        this.version = version;
        this.fields = fields;
    }

    BodyRecord bodyRecord() {
        return body;
    }

    void completed(Fields seen) {
        trailers = seen;
        complete = true;
    }

    /**
     * The connection it came on.
     *
     * @return its place in the order of acceptance, from 0
     */
    public int connection() {
        return connection;
    }

    /**
     * Its place among the requests of its connection.
     *
     * @return 0 for the first
     */
    public int index() {
        return index;
    }

    /**
     * The method.
     *
     * @return as sent
     */
    public String method() {
        return method;
    }

    /**
     * The target.
     *
     * @return as sent, with the query
     */
    public String target() {
        return target;
    }

    /**
     * The version.
     *
     * @return {@code HTTP/1.1} or {@code HTTP/1.0}
     */
    public String version() {
        return version;
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
     * How much of the body was read so far, without chunks' frames.
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
     * @return none until the request is complete
     */
    public Fields trailers() {
        return trailers;
    }

    /**
     * Whether the request was read to its end.
     *
     * @return false while the body is under way, and for good if it broke off
     */
    public boolean isComplete() {
        return complete;
    }

    @Override
    public String toString() {
        return method + " " + target + " " + version + " (connection " + connection + ", request " + index + ", body "
                + body.count() + (complete ? ")" : ", incomplete)");
    }
}
