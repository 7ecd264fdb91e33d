package io.evenkeel.lb.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports in a row that nobody uses. */
final class PortRanges {

    private PortRanges() {}

    /** The first of so many ports in a row that are free on all addresses; nobody holds them, so use them soon. */
    static int free(int count) {
        while (true) {
            int first = Children.freePort();
            if (areFree(first, count)) {
                return first;
            }
        }
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress("::", port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
