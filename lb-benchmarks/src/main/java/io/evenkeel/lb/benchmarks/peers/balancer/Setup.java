package io.evenkeel.lb.benchmarks.peers.balancer;

import java.util.List;

/**
 * How a scenario wants a peer to be configured; what it does not say is equal for all scenarios.
 *
 * @param traffic what is balanced
 * @param listenPorts one service behind each, on 127.0.0.1
 * @param servers the real servers of every service, as {@code host:port}
 * @param heapMiB the fixed heap of a peer that is a JVM
 * @param checks whether servers are checked, every two seconds
 */
public record Setup(Traffic traffic, List<Integer> listenPorts, List<String> servers, int heapMiB, boolean checks) {

    /** The heap that each JVM has where a scenario does not say otherwise. */
    public static final int HEAP_MIB = 256;

    /**
     * One service before one server, checked.
     *
     * @param traffic what is balanced
     * @param listenPort where the peer listens
     * @param serverPort where the server listens
     * @return the setup
     */
    public static Setup of(Traffic traffic, int listenPort, int serverPort) {
        return new Setup(traffic, List.of(listenPort), List.of("127.0.0.1:" + serverPort), HEAP_MIB, true);
    }

    /**
     * The port of the first service.
     *
     * @return a port on 127.0.0.1
     */
    public int port() {
        return listenPorts.get(0);
    }
}
