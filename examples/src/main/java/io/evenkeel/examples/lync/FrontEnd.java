package io.evenkeel.examples.lync;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An imitated Front End: on each of its ports it says who it is and then repeats what it is told; on ports of the web it
 * answers each request with who it is. Can be stopped and started.
 */
final class FrontEnd implements AutoCloseable {

    private final int number;
    private final String address;
    private final List<Integer> ports;
    private final List<Integer> webPorts;
    private @Nullable EchoServer server;
    private @Nullable WebServices web;

    FrontEnd(int number, String address, List<Integer> ports, List<Integer> webPorts) {
        this.number = number;
        this.address = address;
        this.ports = List.copyOf(ports);
        this.webPorts = List.copyOf(webPorts);
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
            WebServices started = WebServices.start(toString(), address, webPorts);
            try {
                server = EchoServer.start(toString(), address, ports);
                web = started;
            } catch (IOException e) {
                started.close();
                throw e;
            }
        }
    }

    /** Closes the ports and resets whoever is connected. */
    synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
        if (web != null) {
            web.close();
            web = null;
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
