package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Octets;
import io.evenkeel.lb.netty.http.message.ResponseMessage;

/**
 * {@code version status reason} (RFC 9112, 4). The space before an empty reason is often left out, which harms nobody: that
 * is let through.
 */
final class StatusLine {

    /** Behind the version, a space and three digits. */
    private static final int STATUS_END = Version.LENGTH + 4;

    private StatusLine() {}

    /** Parses one; returns what {@link Lines} says. */
    static int parse(byte[] bytes, int from, int limit, ResponseMessage into) {
        int end = Octets.skipText(bytes, from, limit);
        if (!Lines.endsAt(bytes, end, limit)) {
            return Lines.refuse(Fault.CONTROL, bytes, end, limit);
        }
        int minor = Version.minor(bytes, from, end);
        if (minor < 0) {
            return versionFault(bytes, from, end).code();
        }
        int status = status(bytes, from, end);
        if (status < 0) {
            return Fault.BAD_STATUS_LINE.code();
        }
        into.minorVersion(minor);
        into.status(status);
        boolean spaced = end > from + STATUS_END;
        into.reason(spaced ? from + STATUS_END + 1 : end, end);
        if (spaced && minor == 1) {
            into.line(from, end + 2);
        }
        return end + 2;
    }

    private static Fault versionFault(byte[] bytes, int from, int to) {
        boolean version = to - from >= Version.LENGTH && Version.isWellFormed(bytes, from, from + Version.LENGTH);
        return version ? Fault.UNSUPPORTED_VERSION : Fault.BAD_STATUS_LINE;
    }

    /** -1 if there is none. */
    private static int status(byte[] bytes, int from, int to) {
        int at = from + Version.LENGTH;
        if (to - from < STATUS_END || bytes[at] != ' ' || (to - from > STATUS_END && bytes[from + STATUS_END] != ' ')) {
            return -1;
        }
        int hundreds = digit(bytes[at + 1]);
        int tens = digit(bytes[at + 2]);
        int ones = digit(bytes[at + 3]);
        return hundreds < 1 || tens < 0 || ones < 0 ? -1 : hundreds * 100 + tens * 10 + ones;
    }

    private static int digit(byte octet) {
        return Octets.isDigit(octet) ? octet - '0' : -1;
    }
}
