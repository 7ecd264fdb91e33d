package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import io.evenkeel.lb.benchmarks.peers.process.Core;
import io.evenkeel.lb.benchmarks.peers.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** nginx as one process: its http module, or its stream module. Its checks are passive only: a failed request tells. */
record Nginx() implements Peer {

    /** Where distributions put modules that are loaded at run time. */
    private static final List<Path> STREAM_MODULES = List.of(
            Path.of("/usr/lib/nginx/modules/ngx_stream_module.so"),
            Path.of("/usr/lib64/nginx/modules/ngx_stream_module.so"));

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public boolean jvm() {
        return false;
    }

    @Override
    public Optional<String> missing(Traffic traffic) {
        if (!Programs.installed("nginx")) {
            return Optional.of("nginx is not installed");
        }
        return traffic == Traffic.TCP && streamModule().isEmpty()
                ? Optional.of("nginx's stream module is not installed (libnginx-mod-stream)")
                : Optional.empty();
    }

    private static Optional<Path> streamModule() {
        return STREAM_MODULES.stream().filter(Files::exists).findFirst();
    }

    @Override
    public String version() {
        return Programs.firstLine("nginx", "-v").replace("nginx version: ", "");
    }

    @Override
    public Running start(Setup setup, Path directory) throws IOException, InterruptedException {
        Path own = directory.toAbsolutePath();
        Path configuration = Files.writeString(own.resolve("nginx.conf"), configuration(setup, own));
        return Start.listening(
                this,
                setup,
                Child.start(
                        Core.BALANCER,
                        List.of("nginx", "-e", own.resolve("error.log").toString(), "-c", configuration.toString()),
                        Map.of(),
                        own.resolve("nginx.log")));
    }

    String configuration(Setup setup, Path own) {
        StringBuilder text = new StringBuilder();
        if (setup.traffic() == Traffic.TCP) {
            streamModule()
                    .ifPresent(
                            module -> text.append("load_module ").append(module).append(";\n"));
        }
        text.append("""
                daemon off;
                master_process off;
                worker_processes 1;
                worker_rlimit_nofile 20000;
                pid %s/nginx.pid;
                events { worker_connections 18000; }
                """.formatted(own));
        text.append(setup.traffic() == Traffic.HTTP ? http(setup, own) : stream(setup));
        return text.toString();
    }

    private static String http(Setup setup, Path own) {
        StringBuilder text = new StringBuilder("""
                http {
                  access_log off;
                  keepalive_requests 1000000000;
                  keepalive_timeout 60s;
                  client_max_body_size 0;
                  proxy_request_buffering off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  proxy_max_temp_file_size 0;
                  upstream servers {
                """.formatted(own));
        servers(setup, text);
        text.append("""
                    keepalive 1000;
                    keepalive_requests 1000000000;
                  }
                """);
        for (int port : setup.listenPorts()) {
            text.append("""
                      server {
                        listen 127.0.0.1:%d backlog=4096;
                        location / {
                          proxy_pass http://servers;
                          proxy_http_version 1.1;
                          proxy_set_header Connection "";
                          proxy_set_header Host $host;
                          proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        }
                      }
                    """.formatted(port));
        }
        return text.append("}\n").toString();
    }

    private static String stream(Setup setup) {
        StringBuilder text = new StringBuilder("""
                stream {
                  proxy_connect_timeout 5s;
                  proxy_timeout 660s;
                  upstream servers {
                """);
        servers(setup, text);
        text.append("  }\n");
        for (int port : setup.listenPorts()) {
            text.append("  server { listen 127.0.0.1:%d backlog=4096; proxy_pass servers; }\n".formatted(port));
        }
        return text.append("}\n").toString();
    }

    private static void servers(Setup setup, StringBuilder text) {
        for (String server : setup.servers()) {
            text.append("    server ").append(server).append(";\n");
        }
    }
}
