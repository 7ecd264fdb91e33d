package io.evenkeel.lb.benchmarks.peers;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code lb-benchmarks/run peers} and {@code lb-benchmarks/run self-check}. */
@Command(
        name = "lb-benchmarks/run",
        description = "Compares the balancer with others.",
        subcommands = {PeersCommand.class, SelfCheckCommand.class})
public final class Main {

    /** What goes wrong on this machine, or in a check. */
    static final int FAILED = 1;
    /** What is wrong in the arguments. */
    static final int WRONG_USE = 2;

    private Main() {}

    /**
     * Runs a command and ends the process.
     *
     * @param arguments its name and its options
     */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(run(System.err, arguments));
    }

    /** Does all of {@code main}; the result is the exit code. */
    static int run(PrintStream err, String... arguments) {
        return new CommandLine(new Main())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, args) -> refuse(e, err))
                .setExecutionExceptionHandler((e, command, parsed) -> fail(e, err))
                .execute(arguments);
    }

    private static int refuse(ParameterException e, PrintStream err) {
        err.println("lb-benchmarks/run: " + oneLine(e) + "; see --help");
        return WRONG_USE;
    }

    private static int fail(Exception e, PrintStream err) {
        err.println("lb-benchmarks/run: " + oneLine(e));
        return e instanceof IllegalArgumentException ? WRONG_USE : FAILED;
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.replaceAll("\\s*\\R\\s*", " ");
    }

    /** The repository, as the launcher found it. */
    static Path root() {
        @Nullable String root = System.getProperty("peers.root");
        return Path.of(root == null ? "." : root).toAbsolutePath().normalize();
    }

    /** Whether a line can be written over, as the launcher found out. */
    static boolean terminal() {
        return Boolean.getBoolean("peers.terminal");
    }

    /** How the run was started, for the report. */
    static String command(List<String> words) {
        return "lb-benchmarks/run " + String.join(" ", words);
    }
}
