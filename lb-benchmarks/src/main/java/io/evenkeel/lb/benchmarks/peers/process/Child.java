package io.evenkeel.lb.benchmarks.peers.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process that was started here, pinned to a core. Its output goes to a file. Closing it, or the end of this JVM, ends it. */
public final class Child implements AutoCloseable {

    private static final Duration LISTENING = Duration.ofSeconds(30);
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final int LAST_LINES = 3;

    private final Process process;
    private final Path log;
    private final Thread hook;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly, "end of " + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a program.
     *
     * @param core where all its threads run
     * @param command program and arguments
     * @param environment what it sees beside this process's environment
     * @param log where its output goes
     * @return the process; its id is the program's own
     * @throws IOException when it cannot be started
     */
    public static Child start(Core core, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        List<String> pinned = new ArrayList<>(core.prefix());
        pinned.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Child(builder.start(), log);
    }

    /**
     * Its id.
     *
     * @return the process id
     */
    public long pid() {
        return process.pid();
    }

    /**
     * How it has ended.
     *
     * @return its exit code, or empty while it runs
     */
    public OptionalInt ended() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * Its standard input, for a peer that takes commands there.
     *
     * @return where to write; flush it
     */
    public BufferedWriter input() {
        return process.outputWriter();
    }

    /**
     * What it has printed so far.
     *
     * @return its output, errors included
     * @throws IOException when the log cannot be read
     */
    public String output() throws IOException {
        return Files.readString(log);
    }

    /**
     * Waits until a port accepts connections.
     *
     * @param port on 127.0.0.1
     * @return this
     * @throws IOException when the process ends before that, or takes more than thirty seconds
     * @throws InterruptedException when the run is given up
     */
    public Child awaitListening(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LISTENING.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("ended with " + process.exitValue() + ": " + lastLines());
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return this;
            } catch (IOException refused) {
                // Also the end of the process ends this wait.
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("does not listen on " + port + " after " + LISTENING.toSeconds() + " s: " + lastLines());
    }

    private String lastLines() throws IOException {
        List<String> lines = output().lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Ends it, by force if it does not go, and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hooks run.
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param core where it runs
     * @param command program and arguments
     * @param limit how long it may take
     * @return what it printed, errors included
     * @throws IOException when it cannot be started, fails or takes too long; the message has its last words
     * @throws InterruptedException when the run is given up
     */
    public static String run(Core core, List<String> command, Duration limit) throws IOException, InterruptedException {
        Path log = Files.createTempFile("peers", ".log");
        try (Child child = start(core, command, Map.of(), log)) {
            if (!child.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(command.get(0) + " takes more than " + limit.toSeconds() + " s");
            }
            if (child.process.exitValue() != 0) {
                throw new IOException(
                        command.get(0) + " ended with " + child.process.exitValue() + ": " + child.lastLines());
            }
            return child.output();
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
