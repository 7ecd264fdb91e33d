package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Octets;
import io.evenkeel.lb.netty.http.message.RequestMessage;

/** {@code method target version}, one space between them (RFC 9112, 3). */
final class RequestLine {

    private static final int MAX_METHOD = 32;

    private RequestLine() {}

    /** Parses one; returns what {@link Lines} says. */
    static int parse(byte[] bytes, int from, int limit, int maxTarget, RequestMessage into) {
        int method = Octets.skipToken(bytes, from, limit);
        if (method == limit) {
            return Lines.INCOMPLETE;
        }
        if (bytes[method] != ' ' || method == from || method - from > MAX_METHOD) {
            return Lines.refuse(Fault.BAD_METHOD, bytes, method, limit);
        }
        int target = Octets.skipTarget(bytes, method + 1, limit);
        if (target == limit) {
            return Lines.INCOMPLETE;
        }
        if (bytes[target] != ' ' || target == method + 1) {
            return Lines.refuse(Fault.BAD_TARGET, bytes, target, limit);
        }
        int minor = Version.minor(bytes, target + 1, limit);
        int end = target + 1 + Version.LENGTH;
        if (minor < 0 || !Lines.endsAt(bytes, end, limit)) {
            return refuseVersion(bytes, target + 1, limit);
        }
        if (target - method - 1 > maxTarget) {
            return Fault.TARGET_TOO_LONG.code();
        }
        into.method(from, method);
        into.minorVersion(minor);
        if (minor == 1) {
            into.line(from, end + 2);
        }
        Fault fault = Target.read(bytes, method + 1, target, into);
        return fault == null ? end + 2 : fault.code();
    }

    private static int refuseVersion(byte[] bytes, int from, int limit) {
        int end = Octets.skipText(bytes, from, limit);
        if (!Lines.endsAt(bytes, end, limit)) {
            return Lines.refuse(Fault.CONTROL, bytes, end, limit);
        }
        return (Version.isWellFormed(bytes, from, end) ? Fault.UNSUPPORTED_VERSION : Fault.BAD_VERSION).code();
    }
}
