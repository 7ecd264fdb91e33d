package io.evenkeel.lb.netty.transport;

import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

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
                loop -> loop,
                new IoUringSocketCalls());
    }
}
