package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Children.awaitListening;
import static io.evenkeel.lb.netty.Children.freePort;
import static io.evenkeel.lb.netty.Children.program;

import io.evenkeel.lb.netty.Children.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An nginx on a port of its own that answers every request with its name. It can be killed and started again. */
final class Nginx {

    final int port = freePort();
    private final Children children;
    private final Path home;
    private Child child;

    /** Starts one. */
    Nginx(Children children, Path folder, String name) throws IOException {
        this.children = children;
        home = Files.createDirectory(folder.resolve(name));
        StringBuilder temporary = new StringBuilder();
        for (String what : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary.append(what + "_temp_path " + home.resolve(what) + "; ");
        }
        // Without a master: its death would leave the worker serving.
        Files.writeString(home.resolve("nginx.conf"), """
                daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
                events { }
                http { access_log off; keepalive_requests 100000000; %2$s
                  server { listen 127.0.0.1:%3$d; location / { return 200 "%4$s"; } } }
                """.formatted(home, temporary, port, name));
        start();
    }

    String id() {
        return "127.0.0.1:" + port;
    }

    /** Kills it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        child.kill();
    }

    void start() throws IOException {
        child = children.start(List.of(
                program("nginx"), "-p", home.toString(), "-e", home + "/error.log", "-c", home + "/nginx.conf"));
        awaitListening(child, port);
    }
}
