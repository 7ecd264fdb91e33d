package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.netty.corpus.Corpus;
import io.evenkeel.lb.netty.corpus.Sample;
import io.evenkeel.lb.netty.http.h1.parse.FuzzTargets;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fuzzing guided by coverage, from the corpus on, one process for each target: 20 minutes in all, or what
 * {@code -Dfuzz.seconds} says. What it finds stays in {@code target/fuzz}.
 */
@Tag("long")
class FuzzTest {

    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 20 * 60) / 4;
    private static final int LARGEST_SEED = 4_096;
    /** What children of other tests do not have. */
    private static final Pattern MORE = Pattern.compile("(jazzer|netty-codec-http|netty-codec-compression)-.*\\.jar");

    private static final int[] FIRST = {0, 1, 6, -1, -2};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            classes = {
                FuzzTargets.RequestHead.class,
                FuzzTargets.ResponseHead.class,
                FuzzTargets.ChunkedBody.class,
                FuzzTargets.AgainstNetty.class
            })
    void nothingIsFound(Class<?> target) throws Exception {
        Path kept = Path.of("target", "fuzz", target.getSimpleName()).toAbsolutePath();
        Files.createDirectories(kept);
        try (Children children = new Children(folder)) {
            Child fuzzer = children.start(command(target, seeds(), kept));
            assertTrue(fuzzer.process().waitFor(SECONDS + 300L, TimeUnit.SECONDS), () -> end(fuzzer));
            assertEquals(0, fuzzer.process().exitValue(), () -> end(fuzzer));
            assertTrue(fuzzer.text().contains("DONE"), () -> end(fuzzer));
            System.out.println(target.getSimpleName() + ": " + last(fuzzer.text()));
        }
    }

    private static List<String> command(Class<?> target, Path seeds, Path kept) throws URISyntaxException {
        List<String> options =
                List.of("-Xmx1g", "-XX:+EnableDynamicAgentLoading", "-Dio.netty.leakDetection.level=disabled");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), "com.code_intelligence.jazzer.Jazzer"));
        command.add("--target_class=" + target.getName());
        command.add(
                "--instrumentation_includes=io.evenkeel.lb.netty.http.**:io.netty.handler.codec.http.HttpObjectDecoder*");
        // Its detectors of other bugs need hooks, which break Netty's queues.
        command.add("--custom_hook_excludes=**");
        command.add("--reproducer_path=" + kept);
        command.add("-artifact_prefix=" + kept + File.separator);
        command.add("-max_total_time=" + SECONDS);
        command.add("-max_len=" + LARGEST_SEED);
        command.add("-timeout=20");
        command.add("-print_final_stats=1");
        command.add(seeds.toString());
        return command;
    }

    private static String classPath() throws URISyntaxException {
        Set<String> entries = new LinkedHashSet<>(List.of(ChildJvm.tests(), ModulePathProcessTest.libraries()));
        for (String property : List.of("jdk.module.path", "java.class.path", "surefire.test.class.path")) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                if (MORE.matcher(new File(entry).getName()).matches()) {
                    entries.add(entry);
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private Path seeds() throws IOException {
        Path seeds = Files.createDirectory(folder.resolve("seeds"));
        int number = 0;
        for (Sample sample : Corpus.all()) {
            String text = sample.text();
            if (text.length() < LARGEST_SEED) {
                int first = FIRST[number % FIRST.length];
                Files.write(seeds.resolve("head-" + number), FuzzTargets.seed(first, text));
                Files.write(seeds.resolve("body-" + number), FuzzTargets.seed(first, sample.behindHead()));
                number++;
            }
        }
        return seeds;
    }

    private static String end(Child fuzzer) {
        String text = fuzzer.text();
        return fuzzer.command() + "\n" + text.substring(Math.max(0, text.length() - 8_000));
    }

    private static String last(String text) {
        return text.lines().filter(line -> line.contains("DONE")).findFirst().orElse("");
    }
}
