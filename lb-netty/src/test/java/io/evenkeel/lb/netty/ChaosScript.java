package io.evenkeel.lb.netty;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What one connection of a {@link Chaos} is to carry. The client sends it first, so that the server plays its part and both
 * can tell a complete stream from a truncated one.
 *
 * @param id which connection
 * @param kind who sends what, and when
 * @param up bytes from the client after the script
 * @param down bytes from the server
 * @param seed of both streams
 */
record ChaosScript(long id, Kind kind, int up, int down, long seed) {

    /** The size of a script on its way. */
    static final int BYTES = 2 * Long.BYTES + 3 * Integer.BYTES;

    /** Most streams are shorter than this, by far. */
    private static final int USUAL = 1 << 20;
    /** More than the sockets' buffers on the way hold, so that a reader who pauses is felt. */
    private static final int LARGE = 5 << 20;

    /** Who sends what, and when. */
    enum Kind {
        /** What comes up goes down at once, to the client's FIN. */
        ECHO,
        /** The server sends, and ends first. */
        SOURCE,
        /** The client sends, and ends first; the server answers with what it has counted. */
        SINK,
        /** The client sends and ends its half, then the server sends. */
        ANSWER_AFTER_FIN,
        /** The server ends its half at once, then the client sends. */
        FIN_FIRST,
        /** The server sends, then resets. */
        SERVER_RESETS
    }

    /** One of random kind and lengths, most of them short, some above what the sockets' buffers hold. */
    static ChaosScript random(long id, SplittableRandom random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int up = kind == Kind.SOURCE || kind == Kind.SERVER_RESETS ? 0 : length(random);
        int down = switch (kind) {
            case ECHO -> up;
            case SINK -> Long.BYTES;
            case FIN_FIRST -> 0;
            default -> length(random);
        };
        return new ChaosScript(id, kind, up, down, random.nextLong());
    }

    private static int length(SplittableRandom random) {
        return random.nextInt(12) == 0
                ? LARGE + random.nextInt(LARGE)
                : (int) Math.pow(USUAL, random.nextDouble()) - random.nextInt(2);
    }

    boolean isLarge() {
        return Math.max(up, down) >= LARGE;
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putLong(id)
                .putLong(seed)
                .putInt(kind.ordinal())
                .putInt(up)
                .putInt(down)
                .array();
    }

    static ChaosScript decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long id = in.getLong();
        long seed = in.getLong();
        return new ChaosScript(id, Kind.values()[in.getInt()], in.getInt(), in.getInt(), seed);
    }
}
