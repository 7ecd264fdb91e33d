package io.evenkeel.lb.netty.transport;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import java.io.UncheckedIOException;

/**
 * What epoll is to tell of one socket. The kernel hears of a change at the end of the loop's turn, once, however many there
 * were. On the loop's thread.
 *
 * <p>Since 4.2.13 Netty takes a socket out of epoll when nothing is wanted of it, which is so once its peer has sent a FIN,
 * and forgets that it did: the next time that the socket is full, {@code EPOLL_CTL_MOD} fails with {@code ENOENT}, and
 * Netty ends the stream in the middle, with a FIN that nobody sent. So here "nothing" becomes "edge-triggered, nothing":
 * the kernel still adds errors and hang-ups, but tells each of them once, so that they do not spin the loop.
 */
final class EpollInterest implements IoRegistration {

    private final EpollLoop loop;
    private final EpollSocket socket;
    private final IoRegistration registration;
    private int wanted;
    private int told;
    private boolean changed;

    EpollInterest(EpollLoop loop, EpollSocket socket, IoRegistration registration) {
        this.loop = loop;
        this.socket = socket;
        this.registration = registration;
    }

    @Override
    public long submit(IoOps ops) {
        wanted = ((EpollIoOps) ops).value();
        changed();
        return wanted;
    }

    /** Whether the channel wants to hear of something. */
    boolean isWanted(int event) {
        return (wanted & event) != 0;
    }

    /** The kernel is to be told something else, perhaps. */
    void changed() {
        if (!changed) {
            changed = true;
            loop.changed(this);
        }
    }

    /** Tells the kernel what it does not know. */
    void tell() {
        changed = false;
        int heard = socket.interest(wanted);
        EpollIoOps ops = heard == 0 ? EpollIoOps.EPOLLET : EpollIoOps.valueOf(heard);
        if (ops.value() != told && registration.isValid()) {
            told = ops.value();
            try {
                registration.submit(ops);
            } catch (UncheckedIOException e) {
                socket.failed(e);
            }
        }
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's signature
    public <T> T attachment() {
        return registration.attachment();
    }

    @Override
    public boolean isValid() {
        return registration.isValid();
    }

    @Override
    public boolean cancel() {
        return registration.cancel();
    }
}
