package io.evenkeel.lb.netty.http.message;

/** Finds a cookie among the fields of a request, without a text of it. A range is its start and its end in one number. */
public final class Cookies {

    private Cookies() {}

    /**
     * The value of the first cookie of a name.
     *
     * @param fields of a request
     * @param name in the case to compare with
     * @return its range of the fields' bytes, without double quotes around it; -1 if there is none
     */
    public static long find(Fields fields, String name) {
        return find(fields, name, 0);
    }

    /**
     * The value of the first cookie of a name behind a position: a client that got it from two places sends it twice.
     *
     * @param fields of a request
     * @param name in the case to compare with
     * @param behind the end of a range that was found, or 0
     * @return its range of the fields' bytes, without double quotes around it; -1 if there is none
     */
    public static long find(Fields fields, String name, int behind) {
        byte[] bytes = fields.bytes();
        for (int i = fields.find(FieldId.COOKIE, 0); i >= 0; i = fields.find(FieldId.COOKIE, i + 1)) {
            int to = fields.valueEnd(i);
            int from = fields.valueStart(i);
            if (from < behind) {
                from = Octets.indexOf(';', bytes, Math.min(behind, to), to) + 1;
            }
            long range = find(bytes, from, to, name);
            if (range >= 0) {
                return range;
            }
        }
        return -1;
    }

    private static long find(byte[] bytes, int from, int to, String name) {
        for (int start = from; start < to; ) {
            int end = Octets.indexOf(';', bytes, start, to);
            long range = pair(bytes, start, end, name);
            if (range >= 0) {
                return range;
            }
            start = end + 1;
        }
        return -1;
    }

    private static long pair(byte[] bytes, int from, int to, String name) {
        int first = Octets.skipBlanks(bytes, from, to);
        int value = first + name.length() + 1;
        if (value <= to && bytes[value - 1] == '=' && Octets.equal(bytes, first, value - 1, name)) {
            return unquoted(bytes, value, to);
        }
        return -1;
    }

    /**
     * The value that a server sets for a cookie; if it sets it more than once, the last, which the client keeps.
     *
     * @param fields of a response
     * @param name in the case to compare with
     * @return its range of the fields' bytes, without double quotes around it; -1 if it is not set
     */
    public static long findSet(Fields fields, String name) {
        byte[] bytes = fields.bytes();
        long last = -1;
        for (int i = fields.find(FieldId.SET_COOKIE, 0); i >= 0; i = fields.find(FieldId.SET_COOKIE, i + 1)) {
            int from = fields.valueStart(i);
            long range = pair(bytes, from, Octets.indexOf(';', bytes, from, fields.valueEnd(i)), name);
            last = range < 0 ? last : range;
        }
        return last;
    }

    private static long unquoted(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && Octets.isBlank(bytes[end - 1])) {
            end--;
        }
        boolean quoted = end - from >= 2 && bytes[from] == '"' && bytes[end - 1] == '"';
        return quoted ? range(from + 1, end - 1) : range(from, end);
    }

    private static long range(int from, int to) {
        return ((long) from << 32) | to;
    }

    /**
     * Where a range begins.
     *
     * @param range as found
     * @return a position
     */
    public static int start(long range) {
        return (int) (range >>> 32);
    }

    /**
     * Where a range ends.
     *
     * @param range as found
     * @return the position behind it
     */
    public static int end(long range) {
        return (int) range;
    }
}
