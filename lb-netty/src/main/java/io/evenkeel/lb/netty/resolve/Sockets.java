package io.evenkeel.lb.netty.resolve;

import io.evenkeel.lb.netty.transport.IoTransport;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.PromiseCombiner;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes the sockets of lookups, and knows them until they are closed: io_uring closes only when what it has in flight was
 * taken back, and a loop that ends before leaves the socket behind. On the loop's thread.
 */
final class Sockets {

    private final IoTransport transport;
    private final ByteBufAllocator allocator;
    private final Set<Channel> open = new HashSet<>();

    Sockets(IoTransport transport, ByteBufAllocator allocator) {
        this.transport = transport;
        this.allocator = allocator;
    }

    DatagramChannel datagrams() {
        return track(transport.datagrams().newChannel());
    }

    SocketChannel connection() {
        return track(transport.anySockets().newChannel());
    }

    private <C extends Channel> C track(C channel) {
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
        channel.config().setAllocator(allocator);
        return channel;
    }

    /** Closes one in whichever state it is. */
    void close(Channel channel) {
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.unsafe().closeForcibly(); // of which its close future does not tell
            open.remove(channel);
        }
    }

    /** Runs something when all that are open now are closed, by whomever. */
    void whenClosed(EventLoop loop, Runnable action) {
        PromiseCombiner all = new PromiseCombiner(loop);
        open.forEach(channel -> all.add(channel.closeFuture()));
        all.finish(loop.<Void>newPromise().addListener(closed -> action.run()));
    }
}
