package io.evenkeel.lb.netty.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;

/**
 * What is done with a channel's socket beside the channel: where Netty has no way, or a dear one. Stateless; each call on
 * the channel's loop, for a channel that is open.
 */
public interface SocketCalls {

    /** Any transport's ways. */
    SocketCalls PORTABLE = new SocketCalls() {};

    /**
     * Ends the output of a channel on which nothing is pending and nothing will be written any more: sends a FIN. A socket
     * that was reset meanwhile is told of as an exception in the channel's pipeline, now or when it next reads.
     *
     * @param channel connected
     */
    default void sendFin(Channel channel) {
        ((DuplexChannel) channel).shutdownOutput().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    /**
     * Whether a channel's peer has reset it and nobody will tell; to be asked after each read.
     *
     * @param channel connected
     * @return false where the channel tells by itself
     */
    default boolean isSilentlyReset(Channel channel) {
        return false;
    }

    /**
     * Hands to a channel's pipeline what is left to be read from its socket, which was reset, and tells it that the input
     * has ended; to be asked after each read.
     *
     * @param channel connected
     */
    default void readToTheEnd(Channel channel) {}

    /**
     * Whether there is anything to read on a channel that was idle, bytes that nobody asked for or its end, of which the
     * loop has not heard yet. What is there may be lost.
     *
     * @param channel connected, and of no use if there is
     * @return false also where the transport cannot tell
     */
    default boolean isReadable(Channel channel) {
        return false;
    }

    /**
     * Hands bytes to the socket of a channel on which nothing is pending, past the channel and its pipeline.
     *
     * @param channel connected
     * @param bytes direct; what the socket takes is read from it
     * @return whether the socket took all; else the rest is to be written to the channel, which also tells of a failure
     */
    default boolean send(Channel channel, ByteBuf bytes) {
        return false;
    }

    /**
     * Hands several buffers to the socket at once, as {@link #send(Channel, ByteBuf)} does one.
     *
     * @param channel connected
     * @param all direct, in their order; what the socket takes is read from them
     * @return whether the socket took all; else the rest is to be written to the channel
     */
    default boolean send(Channel channel, List<ByteBuf> all) {
        return false;
    }

    /**
     * Whether a read fills its buffer and hands it to the pipeline in one go, and what {@link #send(Channel, ByteBuf)} takes is out: then one
     * read buffer serves all channels of a loop.
     *
     * @return false where buffers wait, for bytes to come or to leave
     */
    default boolean isSynchronous() {
        return false;
    }
}
