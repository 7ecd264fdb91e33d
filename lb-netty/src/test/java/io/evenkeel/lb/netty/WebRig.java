package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.SeededBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real web server, the balancer before it, its files, and the programs that come to it. */
final class WebRig implements AutoCloseable {

    static final int SMALL = 10_000;

    /** A busy machine must not take the only server away. */
    private static final HealthPolicy CHECKED =
            HealthPolicy.every(Duration.ofSeconds(5)).timeout(Duration.ofSeconds(5));

    private final Path folder;
    private final Children children;
    private final WebServer server;
    private final LoadBalancer balancer;
    private int results;

    WebRig(WebServer.Kind kind, Transport transport, Path folder) throws Exception {
        this.folder = folder;
        Files.createDirectories(folder.resolve("up"));
        Files.createDirectories(folder.resolve("files"));
        file("small", SMALL);
        children = new Children(folder);
        server = start(kind);
        try {
            balancer = start(transport);
        } catch (Exception | Error e) {
            try (Children last = children) {
                server.close();
            }
            throw e;
        }
    }

    private LoadBalancer start(Transport transport) {
        HttpService service = VirtualService.http("t")
                .listen("127.0.0.1", 0)
                .healthCheck(HealthChecks.http("/files/small"), CHECKED)
                .server("127.0.0.1", server.port())
                .build();
        return NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .service(service)
                .start();
    }

    private WebServer start(WebServer.Kind kind) throws Exception {
        try {
            return kind.start(children, folder);
        } catch (Exception | Error e) {
            children.close();
            throw e;
        }
    }

    /** A file to read, of bytes that do not repeat themselves. */
    Path file(String name, int length) throws IOException {
        return Files.write(
                folder.resolve("files").resolve(name), SeededBytes.of(length).slice(0, length));
    }

    /** A file to read. */
    void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve("files").resolve(name), text);
    }

    /** Where a client may put what it has read. */
    Path result() {
        return folder.resolve("result-" + results++);
    }

    /** The address of a target at the balancer. */
    String url(String target) {
        return "http://127.0.0.1:" + Balancers.address(balancer).getPort() + target;
    }

    Child start(List<String> command) throws IOException {
        return children.start(command);
    }

    void assertUploaded(Path original, String name) throws IOException {
        assertSame(original, folder.resolve("up").resolve(name));
    }

    /** To the last byte, which is more than a checksum. */
    static void assertSame(Path expected, Path actual) throws IOException {
        assertEquals(-1, Files.mismatch(expected, actual), () -> "differs from " + expected + ": " + actual);
    }

    /** The server writes it down when its answer is away, which the client may have before. */
    void awaitSeen(String request) {
        Eventually.await(request, SOON, () -> server.seen().contains(request));
    }

    List<String> seen() {
        return server.seen();
    }

    /** Nothing may be in flight; then the balancer goes, then the server and whatever program is left. */
    @Override
    public void close() throws Exception {
        try (Children last = children;
                WebServer before = server;
                LoadBalancer first = balancer) {
            Balancers.awaitIdle(first);
        }
    }
}
