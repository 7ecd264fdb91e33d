package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.evenkeel.lb.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The child processes of a test: each writes to a file of its own, and the close leaves none alive. */
final class Children implements AutoCloseable {

    /** Beside the PATH: what an ordinary user's lacks. */
    private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/sbin");

    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");

    private final Path folder;
    /** The youngest first. */
    private final Deque<Child> children = new ArrayDeque<>();

    private int started;

    Children(Path folder) {
        this.folder = folder;
    }

    /** One process and what it has printed so far, both streams in one. */
    record Child(List<String> command, Process process, Path output) {

        String text() {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** For a load that has to go on meanwhile. */
        void runsFor(int seconds) throws InterruptedException {
            assertTrue(!process.waitFor(seconds, TimeUnit.SECONDS), this::toString);
        }

        /** What it printed, when it ended well. */
        String succeeds() throws InterruptedException {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "does not end: " + this);
            assertEquals(0, process.exitValue(), this::toString);
            return text();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertTrue(process.waitFor(10, TimeUnit.SECONDS), () -> "survived: " + this);
        }

        @Override
        public String toString() {
            return String.join(" ", command) + "\n" + text();
        }
    }

    Child start(List<String> command) throws IOException {
        Path output = folder.resolve("output-" + started++);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        // What these name would be added to a child's options, and announced in its output.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").forEach(builder.environment()::remove);
        Child child = new Child(command, builder.start(), output);
        children.push(child);
        return child;
    }

    /**
     * Clients end before the servers that wait for them; whoever does not end in peace is killed, and so is whatever
     * they started.
     */
    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> theirs = new ArrayList<>();
        try {
            for (Child child : children) {
                child.process().descendants().forEach(theirs::add);
                child.process().destroy();
                child.process().waitFor(5, TimeUnit.SECONDS);
            }
        } finally {
            children.forEach(child -> child.process().destroyForcibly());
            theirs.forEach(ProcessHandle::destroyForcibly);
            children.forEach(child -> child.process().onExit().join());
            theirs.forEach(handle -> handle.onExit().join());
        }
    }

    /** The path of a program; without it the test is skipped by its name, or fails where programs are required. */
    static String program(String name) {
        for (String folder : folders()) {
            Path file = Path.of(folder, name);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        String missing = name + " is not installed";
        if (System.getProperty("servers", "optional").equals("required")) {
            fail(missing);
        }
        assumeTrue(false, missing);
        throw new AssertionError(missing);
    }

    private static List<String> folders() {
        List<String> folders = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            folders.addAll(List.of(path.split(File.pathSeparator, -1)));
        }
        folders.addAll(MORE_FOLDERS);
        if (Files.isDirectory(POSTGRESQL)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(POSTGRESQL)) {
                versions.forEach(version -> folders.add(version.resolve("bin").toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folders;
    }

    /** Below the ports of outgoing connections: one of those must not take it while its server is away. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                continue;
            }
        }
    }

    static void awaitListening(Child server, int port) {
        Eventually.await("listening: " + server.command(), SOON, () -> {
            assertTrue(server.process().isAlive(), server::toString);
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
