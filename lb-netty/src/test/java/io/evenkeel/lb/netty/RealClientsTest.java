package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Children.program;
import static io.evenkeel.lb.netty.WebRig.SMALL;
import static io.evenkeel.lb.netty.WebRig.assertSame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** curl, Java's client and wrk against nginx, Node.js and Jetty behind an HTTP service. */
@ExtendWith(LeakExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Tag("load")
class RealClientsTest {

    /** Each server, and each transport. */
    Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(WebServer.Kind.NGINX, Transport.EPOLL),
                Arguments.of(WebServer.Kind.NODE, Transport.IO_URING),
                Arguments.of(WebServer.Kind.JETTY, Transport.NIO));
    }

    /** How long a large file is. */
    int large(WebServer.Kind kind) {
        return kind == WebServer.Kind.NGINX ? 64 << 20 : 8 << 20;
    }

    /** How long wrk runs. */
    int wrkSeconds() {
        return 2;
    }

    // ---- curl ----

    @ParameterizedTest
    @MethodSource("pairs")
    void curlSmall(WebServer.Kind kind, Transport transport, @TempDir Path folder) throws Exception {
        try (WebRig rig = new WebRig(kind, transport, folder)) {
            Path small = folder.resolve("files/small");
            for (List<String> version : List.of(List.of("--http1.1"), List.of("--http1.0"))) {
                for (String target : List.of("/files/small", "/chunked/small")) {
                    Path result = rig.result();
                    curl(rig, version, List.of("-o", "" + result, rig.url(target)));
                    assertSame(small, result);
                }
            }
            String url = rig.url("/files/small");
            String head = curl(rig, List.of("-I", url));
            assertTrue(head.startsWith("HTTP/1.1 200 "), head);
            assertTrue(head.toLowerCase(Locale.ROOT).contains("content-length: " + SMALL), head);

            List<String> thrice = new ArrayList<>(List.of("-w", "%{num_connects};"));
            for (int i = 0; i < 3; i++) {
                thrice.addAll(List.of("-o", "" + rig.result(), i == 1 ? rig.url("/chunked/small") : url));
            }
            assertEquals("1;0;0;", curl(rig, thrice), "new connections for each request");

            List<String> data = List.of("--data-binary", "@" + small);
            String posted = curl(rig, data, List.of("-v", "-H", "Expect: 100-continue", rig.url("/up/expected")));
            assertTrue(posted.contains("< HTTP/1.1 100 Continue"), posted);
            rig.assertUploaded(small, "expected");
            curl(rig, data, List.of("-0", rig.url("/up/old")));
            rig.assertUploaded(small, "old");
            curl(rig, List.of("-H", "Transfer-Encoding: chunked", "-T", "" + small, rig.url("/up/chunked")));
            rig.assertUploaded(small, "chunked");
            curl(rig, data, List.of("-H", "Transfer-Encoding: chunked", rig.url("/up/posted-chunked")));
            rig.assertUploaded(small, "posted-chunked");
            rig.awaitSeen("POST /up/posted-chunked");
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void curlLarge(WebServer.Kind kind, Transport transport, @TempDir Path folder) throws Exception {
        try (WebRig rig = new WebRig(kind, transport, folder)) {
            Path large = rig.file("large", large(kind));
            for (String target : List.of("/files/large", "/chunked/large")) {
                Path result = rig.result();
                curl(rig, List.of("-o", "" + result, rig.url(target)));
                assertSame(large, result);
                Files.delete(result);
            }
            curl(rig, List.of("-T", "" + large, rig.url("/up/put")));
            rig.assertUploaded(large, "put");
            curl(
                    rig,
                    List.of("-X", "POST", "-H", "Transfer-Encoding: chunked", "-T", "" + large),
                    List.of(rig.url("/up/posted")));
            rig.assertUploaded(large, "posted");
        }
    }

    /** What curl printed, when it was content. */
    @SafeVarargs
    private static String curl(WebRig rig, List<String>... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(program("curl"), "-q", "--noproxy", "*", "--fail", "--silent", "--show-error", "-m", "60"));
        Stream.of(arguments).forEach(command::addAll);
        return rig.start(command).succeeds();
    }

    // ---- Java ----

    @ParameterizedTest
    @MethodSource("pairs")
    void javaConcurrently(WebServer.Kind kind, Transport transport, @TempDir Path folder) throws Exception {
        try (WebRig rig = new WebRig(kind, transport, folder)) {
            byte[] small = Files.readAllBytes(folder.resolve("files/small"));
            HttpClient client = java(Version.HTTP_1_1);
            for (int round = 0; round < 5; round++) {
                List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    String target = i % 2 == 0 ? "/files/small" : "/chunked/small";
                    answers.add(client.sendAsync(request(rig, target).build(), BodyHandlers.ofByteArray()));
                }
                for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                    assertEquals(200, answer.join().statusCode());
                    assertTrue(Arrays.equals(small, answer.join().body()));
                }
            }
            // As it comes, it asks for HTTP/2 by an upgrade that no server must see.
            HttpResponse<byte[]> upgrading =
                    java(Version.HTTP_2).send(request(rig, "/files/small").build(), BodyHandlers.ofByteArray());
            assertEquals(Version.HTTP_1_1, upgrading.version());
            assertEquals(200, upgrading.statusCode());
            assertEquals(small.length, upgrading.body().length);
            HttpResponse<byte[]> head = client.send(
                    request(rig, "/files/small")
                            .method("HEAD", BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofByteArray());
            assertEquals(
                    SMALL, head.headers().firstValueAsLong("Content-Length").orElse(-1));
            assertEquals(0, head.body().length);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void javaStreaming(WebServer.Kind kind, Transport transport, @TempDir Path folder) throws Exception {
        try (WebRig rig = new WebRig(kind, transport, folder)) {
            Path large = rig.file("large", large(kind) / 4);
            HttpClient client = java(Version.HTTP_1_1);
            for (String target : List.of("/files/large", "/chunked/large")) {
                Path result = rig.result();
                client.send(request(rig, target).build(), BodyHandlers.ofFile(result));
                assertSame(large, result);
            }
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                HttpRequest.Builder request = request(rig, "/up/streamed" + i).expectContinue(i == 3);
                var body = i == 0
                        ? BodyPublishers.ofFile(large) // has a length
                        : BodyPublishers.ofInputStream(() -> input(large)); // has none
                answers.add(client.sendAsync(
                        request.method(i < 2 ? "PUT" : "POST", body).build(), BodyHandlers.discarding()));
            }
            for (int i = 0; i < 4; i++) {
                int status = answers.get(i).join().statusCode();
                assertTrue(status == 201 || status == 204, () -> "status " + status);
                rig.assertUploaded(large, "streamed" + i);
            }
        }
    }

    private static InputStream input(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpClient java(Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    private static HttpRequest.Builder request(WebRig rig, String target) {
        return HttpRequest.newBuilder(URI.create(rig.url(target))).timeout(Duration.ofSeconds(60));
    }

    // ---- wrk ----

    @ParameterizedTest
    @MethodSource("pairs")
    void wrkFindsNoError(WebServer.Kind kind, Transport transport, @TempDir Path folder) throws Exception {
        try (WebRig rig = new WebRig(kind, transport, folder)) {
            wrk(rig, 2); // the server, it and we are cold: answers may take longer than the two seconds that wrk waits
            String output = wrk(rig, wrkSeconds());
            assertFalse(output.contains("Socket errors"), output);
            assertFalse(output.contains("Non-2xx"), output);
            assertTrue(
                    Pattern.compile("^ *[1-9][0-9]* requests in", Pattern.MULTILINE)
                            .matcher(output)
                            .find(),
                    output);
        }
    }

    private static String wrk(WebRig rig, int seconds) throws Exception {
        return rig.start(List.of(program("wrk"), "-t1", "-c64", "-d" + seconds + "s", rig.url("/files/small")))
                .succeeds();
    }
}
