package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How large the head of an HTTP/1 message may be: of a client's request, and of a server's response. A request beyond a
 * limit is answered 431, or 431 for its target, and its connection ends; a response beyond one is answered 502. Immutable,
 * with value equality; each setter returns a changed copy.
 */
public final class Http1Limits {

    private static final int KIB = 1024;

    /** A head of 64 KiB with 128 fields, a target of 8 KiB. */
    public static final Http1Limits DEFAULT = new Http1Limits(64 * KIB, 128, 8 * KIB);

    private final int headBytes;
    private final int fields;
    private final int targetBytes;

    private Http1Limits(int headBytes, int fields, int targetBytes) {
        this.headBytes = headBytes;
        this.fields = fields;
        this.targetBytes = targetBytes;
    }

    /**
     * The bytes of a head, from its first line to the empty line that ends it; the same for a body's trailers.
     *
     * @param value 1 KiB to 1 MiB, default 64 KiB
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Http1Limits headBytes(int value) {
        return new Http1Limits(Setting.range("head bytes", value, KIB, KIB * KIB), fields, targetBytes);
    }

    /**
     * The fields of a head; the same for a body's trailers.
     *
     * @param value 1 to 1000, default 128
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Http1Limits fields(int value) {
        return new Http1Limits(headBytes, Setting.range("head fields", value, 1, 1000), targetBytes);
    }

    /**
     * The bytes of a request's target. Means nothing beyond those of a head.
     *
     * @param value 64 bytes to 64 KiB, default 8 KiB
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Http1Limits targetBytes(int value) {
        return new Http1Limits(headBytes, fields, Setting.range("target bytes", value, 64, 64 * KIB));
    }

    /**
     * The bytes of a head.
     *
     * @return 1 KiB to 1 MiB
     */
    public int headBytes() {
        return headBytes;
    }

    /**
     * The fields of a head.
     *
     * @return 1 to 1000
     */
    public int fields() {
        return fields;
    }

    /**
     * The bytes of a target.
     *
     * @return 64 bytes to 64 KiB
     */
    public int targetBytes() {
        return targetBytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Http1Limits that
                && headBytes == that.headBytes
                && fields == that.fields
                && targetBytes == that.targetBytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(headBytes, fields, targetBytes);
    }

    @Override
    public String toString() {
        return "head " + headBytes + " bytes, " + fields + " fields, target " + targetBytes + " bytes";
    }
}
