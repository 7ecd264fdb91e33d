package io.evenkeel.lb.benchmarks.peers.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs on the PATH. */
public final class Programs {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Programs() {}

    /**
     * Looks for one.
     *
     * @param name such as {@code wrk}
     * @return whether it can be started
     */
    public static boolean installed(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Asks a program, such as for its version.
     *
     * @param command program and arguments
     * @return the first line of what it prints, or {@code unknown}
     */
    public static String firstLine(String... command) {
        try {
            // Some end with 1 when they are asked for their version.
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return output.lines().findFirst().orElse("unknown").strip();
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
