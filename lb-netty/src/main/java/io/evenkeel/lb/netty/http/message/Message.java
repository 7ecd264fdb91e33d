package io.evenkeel.lb.netty.http.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request and a response have in common: fields and framing. Filled by a parser, changed by the exchange, emitted by
 * a writer; then cleared and used again. One thread.
 */
public abstract class Message {

    private final Fields fields = new Fields();
    private long contentLength = -1;
    private boolean chunked;
    private int minorVersion = 1;
    private boolean keepAlive = true;
    private int lineStart;
    private int lineEnd;

    Message() {}

    /**
     * The fields, and the bytes of the whole head.
     *
     * @return always the same object
     */
    public final Fields fields() {
        return fields;
    }

    /**
     * The length of the body as declared.
     *
     * @return -1 if none was declared
     */
    public final long contentLength() {
        return contentLength;
    }

    /**
     * Says what length was declared. The field itself is left as it is.
     *
     * @param length -1 for none
     */
    public final void contentLength(long length) {
        contentLength = length;
    }

    /**
     * Whether the body comes in chunks. A writer that emits this head says so.
     *
     * @return false if it has a length, ends with the connection, or there is none
     */
    public final boolean isChunked() {
        return chunked;
    }

    /**
     * Says whether the body comes, or goes on, in chunks.
     *
     * @param value true if so
     */
    public final void chunked(boolean value) {
        chunked = value;
    }

    /**
     * The sender's version of HTTP/1.
     *
     * @return 0 or 1
     */
    public final int minorVersion() {
        return minorVersion;
    }

    /**
     * Says what version the sender has.
     *
     * @param minor 0 or 1
     */
    public final void minorVersion(int minor) {
        minorVersion = minor;
    }

    /**
     * Whether the sender wants to go on with its connection: by its version and its Connection field.
     *
     * @return false if it will close
     */
    public final boolean isKeepAlive() {
        return keepAlive;
    }

    /**
     * Says whether the sender wants to go on with its connection.
     *
     * @param value false if it will close
     */
    public final void keepAlive(boolean value) {
        keepAlive = value;
    }

    /**
     * Where the first line begins, if it may be emitted as it came.
     *
     * @return a position
     */
    public final int lineStart() {
        return lineStart;
    }

    /**
     * Where the first line ends, if it may be emitted as it came.
     *
     * @return the position behind its CR LF; that of its beginning if it must be put together
     */
    public final int lineEnd() {
        return lineEnd;
    }

    /**
     * Says that the first line may be emitted as it came.
     *
     * @param from where it begins
     * @param to behind its CR LF; equal to {@code from} if it must be put together
     */
    public final void line(int from, int to) {
        lineStart = from;
        lineEnd = to;
    }

    /** Forgets everything. */
    public void clear() {
        fields.clear();
        contentLength = -1;
        chunked = false;
        minorVersion = 1;
        keepAlive = true;
        lineStart = 0;
        lineEnd = 0;
    }

    /**
     * The first value of a header.
     *
     * @param name in any case
     * @return null if there is none
     */
    public final @Nullable String header(String name) {
        return fields.value(name);
    }

    /**
     * All values of a header.
     *
     * @param name in any case
     * @return an immutable list
     */
    public final List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1)) {
            values.add(fields.value(i));
        }
        return List.copyOf(values);
    }

    /**
     * Visits all headers in order.
     *
     * @param visitor receives name and value
     */
    public final void forEachHeader(BiConsumer<String, String> visitor) {
        for (int i = 0; i < fields.count(); i++) {
            if (!fields.isDropped(i)) {
                visitor.accept(fields.name(i), fields.value(i));
            }
        }
    }
}
