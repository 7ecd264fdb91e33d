package io.evenkeel.lb.benchmarks.peers.balancer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * HAProxy's runtime commands. The server is put into maintenance and back: {@code del server} refuses one that still has idle
 * connections.
 */
final class HaProxyMembership implements Membership {

    private static final int TIMEOUT_MILLIS = 2000;

    private final Setup setup;

    HaProxyMembership(Setup setup) {
        this.setup = setup;
    }

    @Override
    public void remove(int index) throws IOException {
        say(index, "maint");
    }

    @Override
    public void add(int index) throws IOException {
        say(index, "ready");
    }

    /** A connection per command, as it closes after each; an empty line is its consent. */
    private void say(int index, String state) throws IOException {
        String command = "set server service-" + setup.port() + "/s" + (index + 1) + " state " + state + "\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), setup.controlPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!answer.isEmpty()) {
                throw new IOException("haproxy refuses " + command.strip() + ": " + answer);
            }
        }
    }

    @Override
    public long refused() {
        return 0;
    }
}
