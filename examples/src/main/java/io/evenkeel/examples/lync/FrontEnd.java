package io.evenkeel.examples.lync;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An imitated Front End: on each of its ports it says who it is and then repeats what it is told. Can be stopped and started. */
final class FrontEnd implements AutoCloseable {

    private final int number;
    private final String address;
    private final List<Integer> ports;
    private @Nullable EchoServer server;

    FrontEnd(int number, String address, List<Integer> ports) {
        this.number = number;
        this.address = address;
        this.ports = List.copyOf(ports);
    }

    String address() {
        return address;
    }

    /**
     * Opens the ports.
     *
     * @throws IOException when one cannot be bound; then none is open
     */
    synchronized void start() throws IOException {
        if (server == null) {
            server = EchoServer.start("Front End " + number, address, ports);
        }
    }

    /** Closes the ports and resets whoever is connected. */
    synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    synchronized boolean isRunning() {
        return server != null;
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return "Front End " + number;
    }
}
