package io.evenkeel.lb.netty;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Jetty in this process, as applications embed it. */
final class JettyServer extends Handler.Abstract implements WebServer {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);

    JettyServer(Path folder) throws Exception {
        this.folder = folder;
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(this);
        server.setRequestLog((request, response) ->
                seen.add(request.getMethod() + " " + request.getHttpURI().getPathQuery()));
        server.start();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String[] path = Request.getPathInContext(request).split("/", -1);
        if (path.length < 3) {
            return false; // browsers ask for an icon
        }
        if (path[1].equals("up")) {
            try (InputStream body = Content.Source.asInputStream(request)) {
                Files.copy(body, folder.resolve("up").resolve(path[2]));
            }
            response.setStatus(201);
        } else {
            Path file = folder.resolve("files").resolve(path[2]);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type(path[2]));
            if (path[1].equals("files")) {
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, Files.size(file));
            }
            if (!request.getMethod().equals("HEAD")) {
                try (OutputStream body = Content.Sink.asOutputStream(response)) {
                    Files.copy(file, body);
                }
            }
        }
        callback.succeeded();
        return true;
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html";
            case "svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
