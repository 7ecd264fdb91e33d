package io.evenkeel.lb.netty;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.engine.Engine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What would be wrong with a service; changes nothing. */
final class Validation {

    private final Engine engine;
    private final Map<String, ServiceRuntime> runtimes;

    Validation(Engine engine, Map<String, ServiceRuntime> runtimes) {
        this.engine = engine;
        this.runtimes = runtimes;
    }

    List<String> problems(VirtualService next) {
        List<String> problems = new ArrayList<>(engine.problems(next, false));
        ServiceRuntime present = runtimes.get(next.name());
        Set<InetSocketAddress> held = present == null
                ? Set.of()
                : ports(present.service().config()).map(Listener::address).collect(Collectors.toSet());
        if (problems.isEmpty()) {
            ports(next)
                    .filter(port -> !held.contains(port.address()))
                    .forEach(port -> tryBind(next.name(), port, problems));
        }
        return List.copyOf(problems);
    }

    private static Stream<Listener> ports(VirtualService service) {
        return service.listeners().stream().flatMap(listener -> listener.each().stream());
    }

    private static void tryBind(String service, Listener listener, List<String> problems) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(listener.address());
        } catch (IOException e) {
            problems.add("listen of " + service + ": " + listener + " is not allowed; allowed: an address that is free"
                    + " and of this machine (" + e.getMessage() + ")");
        }
    }
}
