package io.evenkeel.lb.benchmarks.peers.balancer;

import java.util.ArrayList;
import java.util.List;

/**
 * How a scenario wants a peer to be configured; what it does not say is equal for all scenarios.
 *
 * @param traffic what is balanced
 * @param listenPorts one service behind each, on 127.0.0.1
 * @param servers the real servers of every service, as {@code host:port}
 * @param heapMiB the fixed heap of a peer that is a JVM
 * @param heapTouched whether all of that heap is resident from the start, so that resident memory does not grow with garbage
 * @param checks whether servers are checked, every two seconds
 * @param controlPort where a peer takes commands that has a port for them; zero for none
 */
public record Setup(
        Traffic traffic,
        List<Integer> listenPorts,
        List<String> servers,
        int heapMiB,
        boolean heapTouched,
        boolean checks,
        int controlPort) {

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
        return new Setup(traffic, List.of(listenPort), List.of("127.0.0.1:" + serverPort), HEAP_MIB, false, true, 0);
    }

    /**
     * Other services or servers.
     *
     * @param ports one service behind each
     * @param all the servers of each
     * @return a setup with these
     */
    public Setup serving(List<Integer> ports, List<String> all) {
        return new Setup(traffic, List.copyOf(ports), List.copyOf(all), heapMiB, heapTouched, checks, controlPort);
    }

    /**
     * A heap that is resident from the start.
     *
     * @return a setup with it
     */
    public Setup withHeapTouched() {
        return new Setup(traffic, listenPorts, servers, heapMiB, true, checks, controlPort);
    }

    /**
     * No health checks.
     *
     * @return a setup without
     */
    public Setup unchecked() {
        return new Setup(traffic, listenPorts, servers, heapMiB, heapTouched, false, controlPort);
    }

    /**
     * A port for commands.
     *
     * @param port a free one
     * @return a setup with it
     */
    public Setup controlledAt(int port) {
        return new Setup(traffic, listenPorts, servers, heapMiB, heapTouched, checks, port);
    }

    /**
     * The heap, as a JVM is told.
     *
     * @return options
     */
    List<String> heapOptions() {
        List<String> options = new ArrayList<>(List.of("-Xms" + heapMiB + "m", "-Xmx" + heapMiB + "m"));
        if (heapTouched) {
            options.add("-XX:+AlwaysPreTouch");
        }
        return options;
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
