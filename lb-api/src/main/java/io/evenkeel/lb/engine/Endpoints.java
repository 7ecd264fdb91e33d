package io.evenkeel.lb.engine;

import io.evenkeel.lb.RealServer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The balancer's endpoints, one for each host and port. One that no member names any more stays while something is in
 * flight there, so that a server that returns is counted right. Control thread only.
 */
final class Endpoints {

    private record Key(InetAddress address, int port) {}

    private final Map<Key, Endpoint> endpoints = new HashMap<>();

    Endpoint acquire(RealServer server) {
        Endpoint endpoint = endpoints.computeIfAbsent(
                new Key(server.address(), server.port()), key -> new Endpoint(key.address(), key.port()));
        endpoint.members++;
        return endpoint;
    }

    void release(Endpoint endpoint) {
        endpoint.members--;
        endpoints.values().removeIf(each -> each.members == 0 && each.inFlight() == 0);
    }

    int size() {
        return endpoints.size();
    }
}
