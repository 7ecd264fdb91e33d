package io.evenkeel.lb.route;

import io.evenkeel.lb.spi.HttpSyntax;
import io.evenkeel.lb.spi.Setting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A response that the balancer gives without a server. Its length, and what belongs to the connection, the balancer adds.
 * Immutable, with value equality; each setter returns a changed copy.
 *
 * <pre>{@code
 * FixedAnswer.of(503).html("<h1>Back at noon</h1>").header("Retry-After", "3600")
 * }</pre>
 */
public final class FixedAnswer {

    /** The longest body, in bytes. */
    public static final int MAX_BODY = 64 * 1024;

    private static final int MAX_HEADERS = 64;
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private record Header(String name, String value) {}

    private final int status;
    private final @Nullable String contentType;
    private final byte[] body;
    private final List<Header> headers;

    private FixedAnswer(int status, @Nullable String contentType, byte[] body, List<Header> headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = headers;
    }

    /**
     * An answer without a body.
     *
     * @param status 200 to 599
     * @return the answer
     * @throws IllegalArgumentException when it is outside the range
     */
    public static FixedAnswer of(int status) {
        return new FixedAnswer(Setting.range("answer status", status, 200, 599), null, new byte[0], List.of());
    }

    /**
     * Sets the body to a text, of type {@code text/plain; charset=utf-8}.
     *
     * @param text at most 64 KiB in UTF-8
     * @return a changed copy
     * @throws IllegalArgumentException when it is missing or too long, or the status has no body
     */
    public FixedAnswer text(String text) {
        return encoded("text/plain; charset=utf-8", text);
    }

    /**
     * Sets the body to a page, of type {@code text/html; charset=utf-8}.
     *
     * @param page at most 64 KiB in UTF-8; written as it is
     * @return a changed copy
     * @throws IllegalArgumentException when it is missing or too long, or the status has no body
     */
    public FixedAnswer html(String page) {
        return encoded("text/html; charset=utf-8", page);
    }

    private FixedAnswer encoded(String type, String text) {
        return body(type, Setting.present("answer body", text).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets the body.
     *
     * @param type the value of the Content-Type header, for example {@code application/json}
     * @param bytes at most 64 KiB; copied
     * @return a changed copy
     * @throws IllegalArgumentException when the type is blank or not a header's value, the body is missing or too long, or
     *     the status has no body: 204, 205 and 304
     */
    public FixedAnswer body(String type, byte[] bytes) {
        HttpSyntax.fieldValue("Content-Type", Setting.text("answer content type", type));
        int length = Setting.present("answer body", bytes).length;
        boolean bodiless = status == 204 || status == 205 || status == 304;
        Setting.range("answer body bytes with status " + status, length, 0, bodiless ? 0 : MAX_BODY);
        return new FixedAnswer(status, type, bytes.clone(), headers);
    }

    /**
     * Adds a header, also beside another of its name.
     *
     * @param name any that {@link HttpSyntax#fieldName} takes, but Content-Type
     * @param value as {@link HttpSyntax#fieldValue} takes it
     * @return a changed copy
     * @throws IllegalArgumentException when name or value are not valid, or it is one more than 64 headers or 32 KiB
     */
    public FixedAnswer header(String name, String value) {
        if (HttpSyntax.fieldName(name).equalsIgnoreCase("content-type")) {
            throw Setting.refusal("header name", name, "any but the content type, which is given with the body");
        }
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, HttpSyntax.fieldValue(name, value)));
        Setting.range("answer headers", more.size(), 0, MAX_HEADERS);
        int bytes = more.stream()
                .mapToInt(header -> header.name().length() + header.value().length() + 4)
                .sum();
        Setting.range("answer header bytes", bytes, 0, MAX_HEADER_BYTES);
        return new FixedAnswer(status, contentType, body, List.copyOf(more));
    }

    /**
     * The status.
     *
     * @return 200 to 599
     */
    public int status() {
        return status;
    }

    /**
     * The type of the body.
     *
     * @return the value of the Content-Type header, empty if no body was set
     */
    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    /**
     * The length of the body.
     *
     * @return 0 to {@link #MAX_BODY} bytes
     */
    public int bodyLength() {
        return body.length;
    }

    /**
     * The body, without a copy of its bytes.
     *
     * @return a read-only buffer of the caller's own
     */
    public ByteBuffer body() {
        return ByteBuffer.wrap(body).asReadOnlyBuffer();
    }

    /**
     * Visits the headers that were added, in this order; the content type is not among them.
     *
     * @param visitor receives name and value
     */
    public void forEachHeader(BiConsumer<String, String> visitor) {
        headers.forEach(header -> visitor.accept(header.name(), header.value()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FixedAnswer that
                && status == that.status
                && contentType().equals(that.contentType())
                && Arrays.equals(body, that.body)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * status + Arrays.hashCode(body)) + headers.hashCode();
    }

    /** For example {@code answer 503, 24 bytes of text/html; charset=utf-8}. */
    @Override
    public String toString() {
        return "answer " + status + (contentType == null ? "" : ", " + body.length + " bytes of " + contentType);
    }
}
