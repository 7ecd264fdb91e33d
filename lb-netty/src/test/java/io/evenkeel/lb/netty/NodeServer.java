package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Children.awaitListening;
import static io.evenkeel.lb.netty.Children.freePort;
import static io.evenkeel.lb.netty.Children.program;

import io.evenkeel.lb.netty.Children.Child;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The server of Node.js; closes connections that idle for 5 s, its default. */
final class NodeServer implements WebServer {

    private final int port = freePort();
    private final Child node;

    NodeServer(Children children, Path folder) throws IOException {
        String program = program("node");
        Path script = folder.resolve("node-server.js");
        try (InputStream in = NodeServer.class.getResourceAsStream("/servers/node-server.js")) {
            Files.copy(in, script);
        }
        node = children.start(List.of(program, script.toString(), folder.toString(), "" + port));
        awaitListening(node, port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<String> seen() {
        return node.text().lines().toList();
    }
}
