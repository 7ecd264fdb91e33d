package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Children.awaitListening;
import static io.evenkeel.lb.netty.Children.freePort;
import static io.evenkeel.lb.netty.Children.program;

import io.evenkeel.lb.netty.Children.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One process of nginx. It can store what is put but not what is posted, so it sends that on to itself. */
final class NginxServer implements WebServer {

    private final int port = freePort();
    private final Path log;

    NginxServer(Children children, Path folder) throws IOException {
        log = folder.resolve("access.log");
        StringBuilder temporary = new StringBuilder();
        for (String what : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary.append(what + "_temp_path " + folder.resolve(what) + "; ");
        }
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
                events { }
                http { log_format short '$request_method $request_uri'; access_log %1$s/access.log short; %2$s
                  types { text/html html; image/svg+xml svg; }
                  server { listen 127.0.0.1:%3$d; root %1$s; client_max_body_size 0; keepalive_requests 100000000;
                    location /files/ { }
                    location /chunked/ { alias %1$s/files/; ssi on; ssi_types *; }
                    location /up/ {
                      if ($request_method = POST) { rewrite ^/up/(.*)$ /post/$1 last; }
                      dav_methods PUT; }
                    location /post/ { internal; rewrite ^/post/(.*)$ /up/$1 break;
                      proxy_method PUT; proxy_http_version 1.1; proxy_request_buffering off;
                      proxy_pass http://127.0.0.1:%3$d; } } }
                """.formatted(folder, temporary, port));
        Child nginx = children.start(List.of(
                program("nginx"), "-p", folder.toString(), "-e", folder + "/error.log", "-c", folder + "/nginx.conf"));
        awaitListening(nginx, port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<String> seen() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
