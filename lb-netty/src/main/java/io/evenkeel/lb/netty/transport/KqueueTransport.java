package io.evenkeel.lb.netty.transport;

import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;

/** macOS and BSD kqueue. */
final class KqueueTransport {

    private KqueueTransport() {}

    static IoTransport load() {
        KQueue.ensureAvailability();
        return new IoTransport(
                "kqueue",
                KQueueIoHandler.class,
                KQueueIoHandler.newFactory(),
                family -> new KQueueServerSocketChannel(),
                KQueueSocketChannel::new,
                KQueueSocketChannel::new,
                KQueueDatagramChannel::new,
                loop -> loop,
                SocketCalls.PORTABLE);
    }
}
