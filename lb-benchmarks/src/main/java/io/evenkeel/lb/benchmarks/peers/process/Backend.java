package io.evenkeel.lb.benchmarks.peers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The real server of all scenarios: one nginx process beside the load generator. It listens on many
 * addresses of 127.0.0.0/8, and on no other.
 */
public final class Backend implements AutoCloseable {

    /** Answers 1 KiB. */
    public static final String SMALL = "/";
    /** Answers 64 KiB. */
    public static final String MEDIUM = "/64k";
    /** Answers 100 MiB. */
    public static final String LARGE = "/100m";
    /** Reads all of a body of at most 2 MiB, then answers 1 KiB. */
    public static final String POST = "/post";
    /** Answers the X-Forwarded-For that it was sent. */
    public static final String FORWARDED = "/forwarded";

    private static final int KIB = 1024;
    private static final int MOST_SERVERS = 1000;
    private static final Map<String, Long> LENGTHS =
            Map.of(SMALL, 1L * KIB, POST, 1L * KIB, MEDIUM, 64L * KIB, LARGE, 100L * KIB * KIB);

    private final Child child;
    private final int port;

    private final Path directory;

    private Backend(Child child, int port, Path directory) {
        this.child = child;
        this.port = port;
        this.directory = directory;
    }

    /**
     * Starts it.
     *
     * @param directory for its configuration, its files and its log
     * @param ports where it takes its port from
     * @return the server, which listens
     * @throws IOException when nginx does not start
     * @throws InterruptedException when the run is given up
     */
    public static Backend start(Path directory, Ports ports) throws IOException, InterruptedException {
        int port = ports.take();
        Path own = Files.createDirectories(directory.resolve("backend")).toAbsolutePath();
        // The worker gives up root's rights, if it has them; it still has to read these.
        body(own.resolve("64k"), length(MEDIUM));
        body(own.resolve("100m"), length(LARGE));
        Path configuration = Files.writeString(own.resolve("nginx.conf"), configuration(own, port));
        Child child = Child.start(
                Core.LOAD,
                List.of("nginx", "-e", own.resolve("error.log").toString(), "-c", configuration.toString()),
                Map.of(),
                own.resolve("nginx.log"));
        try {
            return new Backend(child.awaitListening(port), port, own);
        } catch (IOException | InterruptedException e) {
            child.close();
            throw e;
        }
    }

    private static void body(Path file, long length) throws IOException {
        Files.writeString(file, "x".repeat(Math.toIntExact(length)));
    }

    /** A POST is handed to the same process once more, because only a proxy reads a body before it answers. */
    private static String configuration(Path own, int port) {
        return """
                daemon off;
                master_process off;
                worker_processes 1;
                worker_rlimit_nofile 20000;
                pid %1$s/nginx.pid;
                events { worker_connections 18000; }
                http {
                  access_log off;
                  sendfile on;
                  open_file_cache max=10 inactive=1h;
                  keepalive_requests 1000000000;
                  keepalive_timeout 1h;
                  client_max_body_size 2m;
                  client_body_buffer_size 2m;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  upstream self {
                    server 127.0.0.1:%2$d;
                    keepalive 64;
                    keepalive_requests 1000000000;
                  }
                  server {
                    %4$s
                    root %1$s;
                    location = / { return 200 "%3$s"; }
                    location = /forwarded { return 200 "$http_x_forwarded_for"; }
                    location = /post {
                      proxy_pass http://self/;
                      proxy_method GET;
                      proxy_pass_request_body off;
                      proxy_http_version 1.1;
                      proxy_set_header Content-Length "";
                      proxy_set_header Connection "";
                    }
                  }
                }
                """.formatted(own, port, "x".repeat(KIB), listening(port));
    }

    private static String listening(int port) {
        return Stream.concat(Stream.of("127.0.0.1"), addresses(MOST_SERVERS))
                .map(address -> "listen " + address + ":" + port + " backlog=4096;")
                .collect(Collectors.joining("\n        "));
    }

    private static Stream<String> addresses(int count) {
        return IntStream.range(0, count).mapToObj(i -> "127.1." + i / 250 + "." + (i % 250 + 1));
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * The same server under many addresses, each of them another server to a balancer.
     *
     * @param count at most 1000
     * @return as {@code host:port}
     */
    public List<String> servers(int count) {
        return addresses(count).map(address -> address + ":" + port).toList();
    }

    /**
     * How long the body of an answer is.
     *
     * @param path one of the constants that have a body of a fixed length
     * @return bytes
     */
    public static long length(String path) {
        Long length = LENGTHS.get(path);
        if (length == null) {
            throw new IllegalArgumentException("no body of a fixed length: " + path);
        }
        return length;
    }

    /**
     * Makes sure that it still serves, before a peer is blamed.
     *
     * @throws IllegalStateException when it has ended; the message names its log
     */
    public void requireRunning() {
        OptionalInt ended = child.ended();
        if (ended.isPresent()) {
            throw new IllegalStateException("the real server ended with " + ended.getAsInt()
                    + " in the middle of the run; its log is " + directory.resolve("error.log"));
        }
    }

    /** Ends it, and deletes the files that it served. */
    @Override
    public void close() {
        child.close();
        for (String path : List.of(MEDIUM, LARGE)) {
            try {
                Files.deleteIfExists(directory.resolve(path.substring(1)));
            } catch (IOException e) {
                // They are in the run's folder, and take only space.
            }
        }
    }
}
