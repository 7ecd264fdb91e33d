package io.evenkeel.lb.netty.http.message;

/**
 * {@code host} or {@code host:port} (RFC 3986, 3.2), stricter than the RFC: the host must not be empty, and there are no
 * user information, no commas, and no zone of an IPv6 address.
 */
public final class Authority {

    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_PORT = 65535;
    private static final boolean[] HOST = Octets.alphanumericAnd("-._~!$&'()*+;=%");

    private Authority() {}

    /**
     * Checks one.
     *
     * @param bytes where
     * @param from where it begins
     * @param to where it ends
     * @return where the host ends, or -1 if it is malformed
     */
    public static int hostEnd(byte[] bytes, int from, int to) {
        if (from == to) {
            return -1;
        }
        int end = bytes[from] == '[' ? Ipv6Literal.end(bytes, from, to) : nameEnd(bytes, from, to);
        return end > from && (end == to || isPort(bytes, end, to)) ? end : -1;
    }

    private static int nameEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && HOST[bytes[at] & 0xff]) {
            if (bytes[at] == '%' && !isEscape(bytes, at, to)) {
                return -1;
            }
            at++;
        }
        return at;
    }

    private static boolean isEscape(byte[] bytes, int at, int to) {
        return at + 2 < to && Octets.hex(bytes[at + 1]) >= 0 && Octets.hex(bytes[at + 2]) >= 0;
    }

    /** A colon and no, or up to five digits. */
    private static boolean isPort(byte[] bytes, int from, int to) {
        return bytes[from] == ':' && to - from - 1 <= MAX_PORT_DIGITS && port(bytes, from, to, 0) >= 0;
    }

    /**
     * The port of an authority.
     *
     * @param bytes where
     * @param hostEnd where the host ends
     * @param to where the authority ends
     * @param otherwise what it is if none is given
     * @return 0 to 65535, or -1 if there is something else
     */
    public static int port(byte[] bytes, int hostEnd, int to, int otherwise) {
        if (to - hostEnd < 2) {
            return otherwise;
        }
        int port = 0;
        for (int i = hostEnd + 1; i < to; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return -1;
            }
            port = port * 10 + bytes[i] - '0';
        }
        return port <= MAX_PORT ? port : -1;
    }
}
