package io.evenkeel.lb.testkit.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port that is taken but on which nobody listens, so that connecting to it is refused each time.
 *
 * <p>A port that was bound and closed again would do as well, until somebody else is given it, or until a client is
 * given it as its own port and, on loopback, connects to itself. On Linux a listener with {@code SO_REUSEADDR} may be
 * bound beside the reservation; that is how a {@link TcpServer} keeps its port while it is stopped.
 */
public final class ReservedPort implements AutoCloseable {

    private final Socket socket = new Socket();
    private final InetSocketAddress address;

    ReservedPort(InetSocketAddress wanted) {
        try {
            socket.setReuseAddress(true);
            socket.bind(wanted);
        } catch (IOException e) {
            Sockets.close(socket);
            throw new UncheckedIOException("cannot reserve " + wanted, e);
        }
        address = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    /**
     * Where connecting is refused.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return address;
    }

    /** Gives the port back to the system. */
    @Override
    public void close() {
        Sockets.close(socket);
    }
}
