package io.evenkeel.lb.benchmarks.peers.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void aProgramsOutput() throws Exception {
        assertEquals("a b\n", Child.run(Core.ANY, List.of("echo", "a", "b"), LIMIT));
    }

    @Test
    void failureHasTheLastWords() {
        IOException e = assertThrows(
                IOException.class,
                () -> Child.run(Core.ANY, List.of("sh", "-c", "echo one; echo two >&2; exit 3"), LIMIT));

        assertEquals("sh ended with 3: one | two", e.getMessage());
    }

    @Test
    void whoTakesTooLongIsEnded() {
        IOException e = assertThrows(
                IOException.class, () -> Child.run(Core.ANY, List.of("sleep", "60"), Duration.ofMillis(50)));

        assertTrue(e.getMessage().contains("takes more than"), e.getMessage());
    }

    @Test
    void whoEndsBeforeItListensIsSaid() throws Exception {
        try (Child child = Child.start(
                Core.ANY, List.of("sh", "-c", "echo no such module; exit 1"), Map.of(), folder.resolve("log"))) {
            int port = new Ports().take();

            IOException e = assertThrows(IOException.class, () -> child.awaitListening(port));

            assertEquals("ended with 1: no such module", e.getMessage());
        }
    }

    @Test
    void closeEnds() throws Exception {
        Child child = Child.start(Core.ANY, List.of("sleep", "60"), Map.of(), folder.resolve("log"));
        ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();
        assertTrue(child.ended().isEmpty());

        child.close();

        assertFalse(process.isAlive());
        assertTrue(child.ended().isPresent());
    }

    @Test
    void noPortIsGivenTwice() {
        Ports ports = new Ports();

        assertEquals(50, ports.take(50).stream().distinct().count());
    }
}
