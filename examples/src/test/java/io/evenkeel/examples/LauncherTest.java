package io.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code examples/run} as far as it builds nothing. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private record Result(int exitCode, String out, String err) {}

    @Test
    void listsTheNamesWithOneLineEach() throws Exception {
        Result result = run();
        assertEquals(0, result.exitCode());
        assertEquals("", result.err());
        assertEquals(
                List.of("quickstart", "lync", "standalone", "host-app"),
                result.out().lines().map(line -> line.split(" ")[0]).toList());
    }

    @Test
    void refusesAnUnknownNameInOneLine() throws Exception {
        Result result = run("nonsense", "--flag");
        assertEquals(2, result.exitCode());
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains("nonsense") && result.err().contains("quickstart"), result.err());
    }

    private static Result run(String... args) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", Path.of("run").toAbsolutePath().toString()));
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command).directory(Path.of("/").toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }
}
