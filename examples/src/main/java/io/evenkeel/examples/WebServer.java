package io.evenkeel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A web server on a loopback port that answers which server it is. It can be stopped and started again. */
final class WebServer {

    private static final int LAST_PORT = 9999;

    private final int port;
    private volatile boolean leaving;
    private @Nullable HttpServer server;

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

    /** Says good-bye from now on: each answer asks the client to close its connection, and so to come back elsewhere. */
    void leave() {
        leaving = true;
    }

    void start() throws IOException {
        leaving = false;
        HttpServer next = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        next.createContext("/", this::answer);
        next.start();
        server = next;
    }

    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = ("served by 127.0.0.1:" + port + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            if (leaving) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
