package io.evenkeel.lb.netty.http.message;

/** Walks through a value that is a list: items between commas, with blanks around them, some of them empty. */
public final class ListItems {

    private ListItems() {}

    /**
     * Where the next item begins.
     *
     * @param bytes where
     * @param from the value's beginning, or the end of the item before
     * @param to the value's end
     * @return a position, or the value's end if there is no more
     */
    public static int start(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ',' || Octets.isBlank(bytes[at]))) {
            at++;
        }
        return at;
    }

    /**
     * Where an item ends.
     *
     * @param bytes where
     * @param start the item's beginning
     * @param to the value's end
     * @return the position behind it, without blanks
     */
    public static int end(byte[] bytes, int start, int to) {
        int end = Octets.indexOf(',', bytes, start, to);
        while (end > start && Octets.isBlank(bytes[end - 1])) {
            end--;
        }
        return end;
    }
}
