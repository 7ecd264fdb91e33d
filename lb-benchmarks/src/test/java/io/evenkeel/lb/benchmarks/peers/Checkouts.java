package io.evenkeel.lb.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes folders that look like a checkout of this repository. */
final class Checkouts {

    private Checkouts() {}

    /** One whose launcher does what is told. */
    static void create(Path folder, String script) throws IOException {
        Path launcher = folder.resolve("examples/run");
        Files.createDirectories(launcher.getParent());
        Files.writeString(launcher, "#!/bin/sh\n" + script + "\n");
        assertTrue(launcher.toFile().setExecutable(true));
    }
}
