package io.evenkeel.lb.testkit.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A port that can be opened and closed again and again, and the thread that accepts while it is open. */
final class Listener {

    private static final int BACKLOG = 1024;

    private final ReservedPort port;
    private @Nullable ServerSocket socket;
    private @Nullable Thread acceptor;

    Listener(InetSocketAddress address) {
        port = new ReservedPort(address);
    }

    InetSocketAddress address() {
        return port.address();
    }

    /**
     * @param receiveBuffer bytes, or 0 for the system's choice; to bind with it is the only way to limit the first window
     * @param onAccept takes each accepted connection, on the accepting thread
     * @param onFailure takes what ended accepting, if not {@link #close} did
     */
    synchronized void open(int receiveBuffer, Consumer<Socket> onAccept, Consumer<Throwable> onFailure) {
        if (socket != null) {
            throw new IllegalStateException("already listening on " + address());
        }
        ServerSocket opened = listen(receiveBuffer);
        socket = opened;
        acceptor = Daemons.start("accept-" + opened.getLocalPort(), () -> accept(opened, onAccept, onFailure));
    }

    /** Afterwards connecting is refused and nothing more is accepted. */
    synchronized void close() {
        if (socket != null && acceptor != null) {
            Sockets.close(socket);
            // While the thread is still within its system call the kernel goes on listening.
            Daemons.join(acceptor);
            socket = null;
            acceptor = null;
        }
    }

    void release() {
        close();
        port.close();
    }

    private ServerSocket listen(int receiveBuffer) {
        try {
            return bind(receiveBuffer);
        } catch (BindException beside) {
            // Not every system lets a listener in beside the reservation.
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address(), e);
        }
        try {
            return bind(receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address(), e);
        }
    }

    private ServerSocket bind(int receiveBuffer) throws IOException {
        ServerSocket bound = new ServerSocket();
        try {
            bound.setReuseAddress(true);
            if (receiveBuffer > 0) {
                bound.setReceiveBufferSize(receiveBuffer);
            }
            bound.bind(address(), BACKLOG);
            return bound;
        } catch (IOException e) {
            Sockets.close(bound);
            throw e;
        }
    }

    private static void accept(ServerSocket source, Consumer<Socket> onAccept, Consumer<Throwable> onFailure) {
        try {
            while (true) {
                onAccept.accept(source.accept());
            }
        } catch (IOException e) {
            if (!source.isClosed()) {
                onFailure.accept(e);
            }
        }
    }
}
