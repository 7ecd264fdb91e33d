package io.evenkeel.lb.benchmarks.peers.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdksTest {

    @TempDir
    private Path folder;

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        assertTrue(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    @Test
    void findsTheVersionWhateverTheName() throws IOException {
        jdk("a", "17.0.15");
        Path wanted = jdk("b", "25.0.3");
        jdk("c", "2.5");
        Files.createDirectories(folder.resolve("empty"));

        assertEquals(Optional.of(wanted), Jdks.find(25, folder));
        assertEquals(Optional.empty(), Jdks.find(21, folder));
        assertEquals(Optional.empty(), Jdks.find(21, folder.resolve("absent")));
        assertEquals("25.0.3", Jdks.version(wanted));
    }

    @Test
    void thisOneIsKnownWithoutLooking() {
        assertEquals(
                Optional.of(Path.of(System.getProperty("java.home"))),
                Jdks.find(Runtime.version().feature()));
    }
}
