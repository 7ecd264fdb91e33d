package io.evenkeel.lb.benchmarks.peers.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Free ports below the range that the kernel takes outgoing ports from: there, a connection could hold a port that a
 * listener is about to bind. Not for use by several threads.
 */
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private int next = FIRST;

    /**
     * Finds one port.
     *
     * @return a port that nobody listens on; none is given twice
     */
    public int take() {
        while (next < END) {
            int port = next++;
            if (free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + (END - 1));
    }

    /**
     * Finds several.
     *
     * @param count how many
     * @return ports as from {@link #take()}
     */
    public List<Integer> take(int count) {
        List<Integer> ports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ports.add(take());
        }
        return ports;
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
