package io.evenkeel.lb.netty.http.message;

/** An IPv6 address in brackets: eight groups of hex digits, at most one gap, perhaps an IPv4 address at its end. */
final class Ipv6Literal {

    private static final int GROUPS = 8;

    private Ipv6Literal() {}

    /** Where it ends, behind the bracket; -1 if it is malformed. */
    static int end(byte[] bytes, int from, int to) {
        int close = Octets.indexOf(']', bytes, from, to);
        return close < to && isAddress(bytes, from + 1, close) ? close + 1 : -1;
    }

    private static boolean isAddress(byte[] bytes, int from, int to) {
        int groups = 0;
        boolean gap = false;
        int at = from;
        while (at < to) {
            if (isGap(bytes, at, to)) {
                if (gap) {
                    return false;
                }
                gap = true;
                at += 2;
                continue;
            }
            if (groups > 0 && bytes[at - 1] != ':') {
                if (bytes[at] != ':') {
                    return false;
                }
                at++;
            }
            int end = groupEnd(bytes, at, to);
            if (end < to && bytes[end] == '.') {
                return isIpv4(bytes, at, to) && isWhole(groups + 2, gap);
            }
            if (end == at) {
                return false;
            }
            groups++;
            at = end;
        }
        return isWhole(groups, gap);
    }

    private static boolean isWhole(int groups, boolean gap) {
        return gap ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean isGap(byte[] bytes, int at, int to) {
        return at + 1 < to && bytes[at] == ':' && bytes[at + 1] == ':';
    }

    /** Behind up to four hex digits. */
    private static int groupEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && at < from + 4 && Octets.hex(bytes[at]) >= 0) {
            at++;
        }
        return at;
    }

    private static boolean isIpv4(byte[] bytes, int from, int to) {
        int at = from;
        for (int part = 0; part < 4; part++) {
            int end = partEnd(bytes, at, to);
            if (end == at || (part < 3 && (end == to || bytes[end] != '.'))) {
                return false;
            }
            at = end + 1;
        }
        return at == to + 1;
    }

    /** Behind a number of up to 255; where it begins if there is none. */
    private static int partEnd(byte[] bytes, int from, int to) {
        int at = from;
        int value = 0;
        while (at < to && at < from + 3 && Octets.isDigit(bytes[at])) {
            value = value * 10 + bytes[at++] - '0';
        }
        return value <= 255 ? at : from;
    }
}
