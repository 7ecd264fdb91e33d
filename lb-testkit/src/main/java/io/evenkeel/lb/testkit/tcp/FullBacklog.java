package io.evenkeel.lb.testkit.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A listener that never accepts and whose queue of waiting connections is full: the system drops each further attempt,
 * so that a client waits until its own deadline, as it does for a host that is switched off.
 */
public final class FullBacklog implements AutoCloseable {

    /** Linux rounds the shortest queue up to two; other systems to a few more. */
    private static final int MAX_FILLERS = 64;

    /** A loopback connect takes microseconds; one that takes this long was dropped. */
    private static final int DROPPED_AFTER_MILLIS = 100;

    private final List<Socket> fillers = new ArrayList<>();
    private final ServerSocket listener;

    FullBacklog() {
        try {
            listener = new ServerSocket();
            listener.bind(Ports.loopback(0), 1);
            fill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where connecting hangs.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Closes the listener; attempts still under way are refused at their next try. */
    @Override
    public void close() {
        fillers.forEach(Sockets::close);
        Sockets.close(listener);
    }

    private void fill() throws IOException {
        while (fillers.size() < MAX_FILLERS) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(address(), DROPPED_AFTER_MILLIS);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        close();
        throw new AssertionError("the queue still took connection " + MAX_FILLERS);
    }
}
