package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Children.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A browser: it opens several connections, ahead of need at that, sends many fields and leaves when it likes. */
@Tag("long")
@ExtendWith(LeakExtension.class)
class ChromiumLongTest {

    private static final int EACH = 25;

    /** The page loads pictures and texts, and sends back all the texts, in their order, as one upload. */
    @ParameterizedTest
    @MethodSource("io.evenkeel.lb.netty.RealClientsLongTest#all")
    void aPageOfFiftyResourcesThatUploads(WebServer.Kind kind, Transport transport, @TempDir Path folder)
            throws Exception {
        String chromium = program("chromium");
        try (WebRig rig = new WebRig(kind, transport, folder)) {
            rig.file("page.html", page());
            StringBuilder texts = new StringBuilder();
            for (int i = 0; i < EACH; i++) {
                String text = ("text " + i + "\n").repeat(10_000);
                rig.file(i + ".txt", text);
                rig.file(i + ".svg", """
                        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="9"></svg>
                        """.formatted(i + 1));
                texts.append(text);
            }
            String dom = rig.start(List.of(
                            chromium,
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-breakpad",
                            "--disable-background-networking",
                            "--no-first-run",
                            "--no-proxy-server",
                            "--user-data-dir=" + folder.resolve("profile"),
                            "--virtual-time-budget=30000",
                            "--dump-dom",
                            rig.url("/files/page.html")))
                    .succeeds();
            assertTrue(dom.contains(">25 pictures, 25 texts, uploaded, read again<"), dom);
            assertEquals(texts.toString(), Files.readString(folder.resolve("up/report")));
            rig.awaitSeen("POST /up/report");
            List<String> seen = rig.seen();
            for (int i = 0; i < EACH; i++) {
                assertTrue(seen.contains("GET /files/" + i + ".svg"), seen::toString);
                assertTrue(seen.contains("GET /chunked/" + i + ".txt"), seen::toString);
            }
            assertEquals(1, seen.stream().filter("POST /up/report"::equals).count(), "a POST came twice");
        }
    }

    private static String page() throws Exception {
        try (InputStream in = ChromiumLongTest.class.getResourceAsStream("/servers/page.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
