package io.evenkeel.examples.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.evenkeel.lb.Listener;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.LoadBalancerSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers {@code GET /status} with the balancer's snapshot as JSON. */
public final class StatusServer implements AutoCloseable {

    private static final String PATH = "/status";

    private final HttpServer server;
    private final ExecutorService executor;
    private final Supplier<LoadBalancerSnapshot> snapshot;

    private StatusServer(HttpServer server, Supplier<LoadBalancerSnapshot> snapshot) {
        this.server = server;
        this.snapshot = snapshot;
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "status");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The {@code host:port} of a flag, refused unless it is of this machine alone. */
    public static InetSocketAddress parse(String text) {
        HostPort parsed = HostPort.parseWithPort("status", text);
        InetSocketAddress address = Listener.at(parsed.host(), parsed.port()).address();
        if (!address.getAddress().isLoopbackAddress()) {
            throw Setting.refusal("status", text, "a loopback address, since nobody is asked for a password");
        }
        return address;
    }

    /**
     * Binds and serves.
     *
     * @throws UncheckedIOException when the address cannot be bound
     */
    public static StatusServer start(InetSocketAddress address, Supplier<LoadBalancerSnapshot> snapshot) {
        try {
            StatusServer status = new StatusServer(HttpServer.create(address, 0), snapshot);
            status.server.setExecutor(status.executor);
            status.server.createContext("/", status::answer);
            status.server.start();
            return status;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "status: " + HostPort.of(address) + " is not allowed; allowed: an address that is free and of this"
                            + " machine (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Where it is bound. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else {
                byte[] body = snapshot.get().toJson().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
