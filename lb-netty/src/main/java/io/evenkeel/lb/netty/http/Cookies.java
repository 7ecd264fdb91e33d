package io.evenkeel.lb.netty.http;

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
        for (int i = fields.find(FieldId.COOKIE, 0); i >= 0; i = fields.find(FieldId.COOKIE, i + 1)) {
            long range = find(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), name);
            if (range >= 0) {
                return range;
            }
        }
        return -1;
    }

    private static long find(byte[] bytes, int from, int to, String name) {
        for (int start = from; start < to; ) {
            int end = Octets.indexOf(';', bytes, start, to);
            int first = Octets.skipBlanks(bytes, start, end);
            int value = first + name.length() + 1;
            if (value <= end && bytes[value - 1] == '=' && Octets.equal(bytes, first, value - 1, name)) {
                return unquoted(bytes, value, end);
            }
            start = end + 1;
        }
        return -1;
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
