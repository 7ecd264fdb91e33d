package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.netty.channel.EventLoopGroup;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of one service. A replaced service takes over the sockets that it still wants; nothing that stays
 * is bound anew. Control thread, but for {@link #addresses}.
 */
public final class TcpListeners {

    private static final TcpListeners NONE = new TcpListeners(List.of());

    private final List<BoundListener> bound;

    private TcpListeners(List<BoundListener> bound) {
        this.bound = List.copyOf(bound);
    }

    /**
     * No listening sockets: what a new service has before its first.
     *
     * @return the empty list
     */
    public static TcpListeners none() {
        return NONE;
    }

    /**
     * The sockets for a configuration: those of this list that it still wants, and new ones. Nobody accepts on the new
     * ones yet, and those of this list go on as they are, until {@link #takeOver}.
     *
     * @param config the new configuration
     * @param transport how sockets are driven
     * @param group where listening sockets live
     * @return the sockets
     * @throws UncheckedIOException when an address cannot be bound; then nothing has changed
     */
    public TcpListeners prepare(VirtualService config, IoTransport transport, EventLoopGroup group) {
        List<BoundListener> kept = new ArrayList<>(bound);
        List<BoundListener> fresh = new ArrayList<>();
        List<BoundListener> next = new ArrayList<>();
        try {
            for (Listener wanted : config.listeners()) {
                BoundListener listener = take(kept, wanted);
                if (listener == null) {
                    listener = BoundListener.bind(config.name(), wanted, transport, group);
                    fresh.add(listener);
                }
                next.add(listener);
            }
        } catch (UncheckedIOException e) {
            fresh.forEach(BoundListener::close);
            throw e;
        }
        return new TcpListeners(next);
    }

    private static @Nullable BoundListener take(List<BoundListener> from, Listener wanted) {
        for (BoundListener each : from) {
            if (each.listener().equals(wanted)) {
                from.remove(each);
                return each;
            }
        }
        return null;
    }

    /**
     * Serves on these sockets, and closes those of the previous list that are not among them.
     *
     * @param previous what {@link #prepare} was called on
     * @param frontend whom to serve
     */
    public void takeOver(TcpListeners previous, TcpFrontend frontend) {
        bound.forEach(listener -> listener.serve(frontend));
        previous.bound.stream().filter(listener -> !bound.contains(listener)).forEach(BoundListener::close);
    }

    /**
     * Where clients connect to.
     *
     * @return an immutable list in the order of the configuration's listeners
     */
    public List<InetSocketAddress> addresses() {
        return bound.stream().map(BoundListener::address).toList();
    }

    /** Closes all sockets; clients that wait in the kernel are reset. */
    public void close() {
        bound.forEach(BoundListener::close);
    }
}
