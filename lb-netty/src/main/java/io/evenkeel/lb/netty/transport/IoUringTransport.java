package io.evenkeel.lb.netty.transport;

import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;

/** Linux io_uring. */
final class IoUringTransport {

    private IoUringTransport() {}

    static IoTransport load() {
        IoUring.ensureAvailability();
        return new IoTransport(
                "io_uring",
                IoUringIoHandler.class,
                IoUringIoHandler.newFactory(),
                family -> new IoUringServerSocketChannel(),
                family -> new IoUringSocketChannel(),
                IoUringSocketChannel::new,
                IoUringDatagramChannel::new,
                IoTransport.Fin.PORTABLE,
                loop -> loop,
                IoUringTransport::wasReset,
                UnreadBytes::test);
    }

    /**
     * Netty misses a reset that comes right behind bytes: both wake its multi-shot poll at once, the read finds no byte after
     * those, and waits for another wake-up, which never comes. (A FIN is not missed; the kernel counts it as readable.)
     */
    private static boolean wasReset(Channel channel) {
        try {
            return ((Socket) ((UnixChannel) channel).fd()).getSoError() != 0;
        } catch (IOException closed) {
            return false; // of which the channel tells by itself
        }
    }
}
