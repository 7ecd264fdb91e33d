package io.evenkeel.lb.netty.http.upstream;

import io.evenkeel.lb.netty.http.message.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One side of an exchange: the client's, or the server's. It knows its protocol; the exchange that joins two of them does
 * not. A body is pulled: each {@link #demand} lets the side hand one more chunk to the exchange. What is written waits for
 * {@link #flush}, so that a head and a small body leave together. On the loop's thread.
 */
public interface Side {

    /** One more chunk of the body that comes from this side may be handed to the exchange. */
    void demand();

    /**
     * Writes a chunk of the body that goes to this side.
     *
     * @param chunk now the side's, not empty
     */
    void deliver(ByteBuf chunk);

    /**
     * The message to this side is complete.
     *
     * @param trailers what came behind the body, or null
     */
    void end(@Nullable Fields trailers);

    /** Sends what was written; the side tells the exchange when its socket has taken what it refuses now. */
    void flush();

    /**
     * Whether the socket took all that was flushed.
     *
     * @return false while bytes wait
     */
    boolean isReady();

    /** Cuts the message that is under way: the peer must not take it for complete. Nothing happens if none is. */
    void abort();
}
