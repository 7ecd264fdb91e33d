package io.evenkeel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A web server on a loopback port that answers which server it is. It can be stopped and started again. */
final class WebServer {

    private static final int LAST_PORT = 9999;

    private final int port;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    private WebServer(int port) {
        this.port = port;
    }

    /** Starts a server on the first port that is free; all are below those that systems give to clients. */
    static WebServer startAtOrAbove(int port) throws IOException {
        for (int candidate = port; ; candidate++) {
            try {
                WebServer server = new WebServer(candidate);
                server.start();
                return server;
            } catch (BindException e) {
                if (candidate == LAST_PORT) {
                    throw e;
                }
            }
        }
    }

    int port() {
        return port;
    }

    void start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else answers on kept connections wait 40 ms
        HttpServer next = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "web-" + port);
            thread.setDaemon(true);
            return thread;
        });
        next.setExecutor(workers); // without one, a slow client keeps all others waiting
        next.createContext("/", this::answer);
        next.start();
        server = next;
        threads = workers;
    }

    /** Closes the port and every connection, whoever may be served. */
    void stop() {
        if (server != null && threads != null) {
            server.stop(0);
            threads.shutdown();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = ("served by 127.0.0.1:" + port + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            switch (exchange.getRequestMethod()) {
                case "GET" -> {
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
                case "HEAD" -> {
                    exchange.getResponseHeaders().set("Content-Length", "" + body.length);
                    exchange.sendResponseHeaders(200, -1);
                }
                default -> {
                    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                    exchange.sendResponseHeaders(405, -1);
                }
            }
        }
    }
}
