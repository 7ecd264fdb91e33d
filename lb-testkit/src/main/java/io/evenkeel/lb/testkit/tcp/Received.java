package io.evenkeel.lb.testkit.tcp;

import java.nio.charset.StandardCharsets;

/** What one reading call of a {@link TcpClient} got: how much, the bytes unless only checked, and how it ended. */
public final class Received {

    private final byte[] bytes;
    private final long count;
    private final End end;

    Received(byte[] bytes, long count, End end) {
        this.bytes = bytes;
        this.count = count;
        this.end = end;
    }

    /**
     * How much was read.
     *
     * @return bytes
     */
    public long count() {
        return count;
    }

    /**
     * What was read.
     *
     * @return a copy; empty after a read of seeded bytes, which are checked and not kept
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * {@link #bytes} read as UTF-8.
     *
     * @return the text
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Why reading stopped.
     *
     * @return {@link End#NONE} if all that was asked for has come
     */
    public End end() {
        return end;
    }

    @Override
    public String toString() {
        return count + " bytes, end " + end;
    }
}
