package io.evenkeel.lb.netty.listen;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.netty.channel.EventLoopGroup;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of one service, one for each port. A replaced service takes over the sockets that it still wants,
 * whatever else of their listeners has changed; nothing that stays is bound anew. Control thread, but for
 * {@link #addresses}.
 */
public final class Listeners {

    private static final Listeners NONE = new Listeners(List.of());

    /** A socket, and the server's port for its clients. */
    private record Port(BoundListener socket, int serverPort) {}

    private final List<Port> ports;

    private Listeners(List<Port> ports) {
        this.ports = List.copyOf(ports);
    }

    /**
     * No listening sockets: what a new service has before its first.
     *
     * @return the empty list
     */
    public static Listeners none() {
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
    public Listeners prepare(VirtualService config, IoTransport transport, EventLoopGroup group) {
        Map<InetSocketAddress, Queue<BoundListener>> kept = new HashMap<>();
        sockets()
                .forEach(socket -> kept.computeIfAbsent(socket.wanted(), wanted -> new ArrayDeque<>())
                        .add(socket));
        List<BoundListener> fresh = new ArrayList<>();
        List<Port> next = new ArrayList<>();
        try {
            for (Listener listener : config.listeners()) {
                for (Listener wanted : listener.each()) {
                    BoundListener socket = take(kept, wanted);
                    if (socket == null) {
                        socket = BoundListener.bind(config.name(), wanted, transport, group);
                        fresh.add(socket);
                    }
                    next.add(new Port(socket, wanted.serverPort()));
                }
            }
        } catch (RuntimeException e) {
            BoundListener.close(fresh);
            throw e;
        }
        return new Listeners(next);
    }

    /** The first of this address and port; there are several only where the system chose the ports. */
    private static @Nullable BoundListener take(Map<InetSocketAddress, Queue<BoundListener>> from, Listener wanted) {
        Queue<BoundListener> sockets = from.get(wanted.address());
        return sockets == null ? null : sockets.poll();
    }

    /**
     * Serves on these sockets, and closes those of the previous list that are not among them.
     *
     * @param previous what {@link #prepare} was called on
     * @param frontend whom to serve
     */
    public void takeOver(Listeners previous, Frontend frontend) {
        ports.forEach(port -> port.socket().serve(frontend, port.serverPort()));
        List<BoundListener> dropped = new ArrayList<>(previous.sockets());
        dropped.removeAll(sockets());
        BoundListener.close(dropped);
    }

    private List<BoundListener> sockets() {
        return ports.stream().map(Port::socket).toList();
    }

    /**
     * Where clients connect to.
     *
     * @return an immutable list of each port in the order of the configuration's listeners
     */
    public List<InetSocketAddress> addresses() {
        return ports.stream().map(port -> port.socket().address()).toList();
    }

    /** Closes all sockets; clients that wait in the kernel are reset. */
    public void close() {
        BoundListener.close(sockets());
    }
}
