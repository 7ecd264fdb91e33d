package io.evenkeel.lb.benchmarks.peers.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/** The JDKs of this machine: this program's own, and those in the system's folder for them. */
public final class Jdks {

    private static final Path SYSTEM = Path.of("/usr/lib/jvm");

    private Jdks() {}

    /**
     * Finds one by its version.
     *
     * @param feature such as 17
     * @return its home
     */
    public static Optional<Path> find(int feature) {
        if (Runtime.version().feature() == feature) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        return find(feature, SYSTEM);
    }

    static Optional<Path> find(int feature, Path folder) {
        TreeMap<String, Path> found = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder)) {
                for (Path home : homes) {
                    String version = version(home);
                    if (version.equals(Integer.toString(feature)) || version.startsWith(feature + ".")) {
                        found.put(version, home);
                    }
                }
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.lastEntry().getValue());
    }

    /**
     * The version of a JDK.
     *
     * @param home its home
     * @return as in its release file, or empty when it is none
     */
    public static String version(Path home) {
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            return "";
        }
        try {
            for (String line : Files.readAllLines(home.resolve("release"))) {
                if (line.startsWith("JAVA_VERSION=")) {
                    return line.substring("JAVA_VERSION=".length()).replace("\"", "");
                }
            }
        } catch (IOException unreadable) {
            // Not a JDK that can be used.
        }
        return "";
    }
}
