package io.evenkeel.examples.lync;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** Moves all ports below 1024 out of the way where one of them cannot be bound: most systems keep them for root. */
final class Ports implements IntUnaryOperator {

    static final int OFFSET = 10_000;

    private static final int FIRST_UNPRIVILEGED = 1024;

    private final int offset;

    private Ports(int offset) {
        this.offset = offset;
    }

    static Ports asTheyAre() {
        return new Ports(0);
    }

    static Ports moved() {
        return new Ports(OFFSET);
    }

    /** Tries to bind each port below 1024 on each address. */
    static Ports tried(Collection<String> addresses, Collection<Integer> ports) {
        boolean allFree = addresses.stream()
                .allMatch(address -> ports.stream()
                        .filter(port -> port < FIRST_UNPRIVILEGED)
                        .allMatch(port -> isFree(address, port)));
        return allFree ? asTheyAre() : moved();
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int applyAsInt(int port) {
        return port < FIRST_UNPRIVILEGED ? port + offset : port;
    }

    /** Which of some ports are moved, in words; empty where none is. */
    String describe(List<Integer> ports) {
        String moved = ports.stream()
                .filter(port -> applyAsInt(port) != port)
                .sorted()
                .map(port -> port + "->" + applyAsInt(port))
                .collect(Collectors.joining(" "));
        return moved.isEmpty() ? "" : "ports under 1024 are moved: " + moved;
    }
}
