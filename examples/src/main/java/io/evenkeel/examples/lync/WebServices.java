package io.evenkeel.examples.lync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The web services of an imitated Front End: each request is answered with who it is. */
final class WebServices implements AutoCloseable {

    private final String name;
    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads;

    private WebServices(String name) {
        this.name = name;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + ", web");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens on all of the ports, or on none.
     *
     * @throws IOException when one cannot be bound
     */
    static WebServices start(String name, String address, List<Integer> ports) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else answers on kept connections wait 40 ms
        WebServices web = new WebServices(name);
        for (int port : ports) {
            try {
                web.listen(new InetSocketAddress(address, port));
            } catch (IOException e) {
                web.close();
                throw new IOException(name + " cannot listen on " + address + ":" + port + ": " + e.getMessage(), e);
            }
        }
        return web;
    }

    private void listen(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        servers.add(server);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String greeting = name + ", port " + exchange.getLocalAddress().getPort() + "\n";
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, greeting.length());
                exchange.getResponseBody().write(greeting.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** Closes the ports and every connection. */
    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdown();
    }
}
