package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Authority;
import io.evenkeel.lb.netty.http.message.Octets;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * The four forms of a target (RFC 9112, 3.2): a path; a whole URI of http or https, of which the server gets the path; an
 * asterisk, for OPTIONS; an authority, for CONNECT, which we do not serve.
 */
final class Target {

    private Target() {}

    /** Reads one that is not empty and of visible ASCII; null if it is sound. */
    static @Nullable Fault read(byte[] bytes, int from, int to, RequestMessage into) {
        into.target(from, to);
        if (into.isMethod("CONNECT")) {
            return isWithPort(bytes, from, to) ? Fault.CONNECT : Fault.BAD_TARGET;
        }
        if (bytes[from] == '/') {
            return null;
        }
        if (to - from == 1 && bytes[from] == '*') {
            return into.isMethod("OPTIONS") ? null : Fault.BAD_TARGET;
        }
        return readAbsolute(bytes, from, to, into);
    }

    private static boolean isWithPort(byte[] bytes, int from, int to) {
        int host = Authority.hostEnd(bytes, from, to);
        return host > 0 && Authority.port(bytes, host, to, -1) >= 0;
    }

    private static @Nullable Fault readAbsolute(byte[] bytes, int from, int to, RequestMessage into) {
        int scheme = schemeLength(bytes, from, to);
        int authority = from + scheme;
        int end = authorityEnd(bytes, authority, to);
        int host = Authority.hostEnd(bytes, authority, end);
        if (scheme == 0 || host < 0) {
            return Fault.BAD_TARGET;
        }
        into.line(0, 0);
        if (end < to && bytes[end] == '/') {
            into.authority(authority, host, end);
            into.target(end, to);
        } else {
            // The path is empty: the authority moves to the left by one, over the scheme's slash, to make room for it.
            System.arraycopy(bytes, authority, bytes, authority - 1, end - authority);
            bytes[end - 1] = (byte) (end == to && into.isMethod("OPTIONS") ? '*' : '/');
            into.authority(authority - 1, host - 1, end - 1);
            into.target(end - 1, to);
        }
        return null;
    }

    private static int schemeLength(byte[] bytes, int from, int to) {
        if (isScheme("http://", bytes, from, to)) {
            return "http://".length();
        }
        return isScheme("https://", bytes, from, to) ? "https://".length() : 0;
    }

    private static boolean isScheme(String scheme, byte[] bytes, int from, int to) {
        int end = from + scheme.length();
        return end <= to && Octets.alike(bytes, from, end, scheme);
    }

    private static int authorityEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '/' && bytes[at] != '?') {
            at++;
        }
        return at;
    }
}
