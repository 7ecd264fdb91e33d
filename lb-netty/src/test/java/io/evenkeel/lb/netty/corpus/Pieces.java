package io.evenkeel.lb.netty.corpus;

/** Into what pieces a message is cut on its way into the balancer. */
public final class Pieces {

    public static final Pieces WHOLE = new Pieces("whole", Integer.MAX_VALUE, Integer.MAX_VALUE);
    public static final Pieces BYTES = new Pieces("byte by byte", 1, 1);

    private final String how;
    private final int first;
    private final int others;

    private Pieces(String how, int first, int others) {
        this.how = how;
        this.first = first;
        this.others = others;
    }

    public static Pieces splitAt(int offset) {
        return new Pieces("split at " + offset, offset, Integer.MAX_VALUE);
    }

    /** Where the piece ends that begins at an offset. */
    int end(int from, int length) {
        int size = from == 0 ? first : others;
        return size < length - from ? from + size : length;
    }

    @Override
    public String toString() {
        return how;
    }
}
