package io.evenkeel.lb.netty.transport;

import io.netty.channel.Channel;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Asks a socket whether there is anything to read, by reading a byte: one system call. */
final class UnreadBytes {

    /** Where the byte goes, on whatever loop: nobody looks at it. */
    private static final ByteBuffer BYTE = ByteBuffer.allocateDirect(1);

    private static final long ADDRESS = Buffer.memoryAddress(BYTE);

    private UnreadBytes() {}

    static boolean test(Channel channel) {
        try {
            return ((Socket) ((UnixChannel) channel).fd()).recvAddress(ADDRESS, 0, 1) != 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
