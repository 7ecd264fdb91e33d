package io.evenkeel.examples.lync;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that standard output is. The JDK does not tell of it, so {@code test} and {@code stty} are asked.
 *
 * @param rows how many lines it has
 * @param columns how many characters a line has
 */
record Terminal(int rows, int columns) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");
    private static final int MANY_ROWS = 1000;
    private static final int USUAL_COLUMNS = 80;

    /** The terminal as large as it is now; empty where standard output is none, or is one that cannot move its cursor. */
    static Optional<Terminal> ofStandardOutput() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return Optional.empty();
        }
        try {
            // The shell's standard output is ours, so it answers on its standard error.
            Process shell = new ProcessBuilder("sh", "-c", "test -t 1 && stty size <&1 >&2")
                    .redirectOutput(Redirect.INHERIT)
                    .start();
            String answer = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher size = SIZE.matcher(answer);
            return shell.waitFor() == 0 && size.matches()
                    ? Optional.of(of(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no shell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Some terminals say that they have no size. */
    private static Terminal of(int rows, int columns) {
        return new Terminal(rows == 0 ? MANY_ROWS : rows, columns == 0 ? USUAL_COLUMNS : columns);
    }

    /** Whether somebody types. */
    static boolean isStandardInput() {
        try {
            return new ProcessBuilder("test", "-t", "0")
                            .redirectInput(Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
