package io.evenkeel.lb.benchmarks.peers;

import io.evenkeel.lb.spi.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What both commands take. */
final class RunOptions {

    private static final int MOST_SECONDS = 600;
    private static final int MOST_ROUNDS = 99;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a turn; default 3.")
    private int seconds = 3;

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each peer; default 3, for self-check 9.")
    private @Nullable Integer rounds;

    @Option(names = "--out", paramLabel = "DIR", description = "Default lb-benchmarks/target/peers/<time>.")
    private @Nullable Path out;

    @Option(
            names = "--fresh",
            description =
                    "Starts all processes anew in each round, so that the intervals also hold what differs between two"
                            + " starts of a JVM. Default for self-check.")
    boolean fresh;

    /** The length of a turn. */
    Duration turn() {
        return Duration.ofSeconds(Setting.range("seconds", seconds, 1, MOST_SECONDS));
    }

    /** How many turns each peer has. */
    int rounds(int otherwise) {
        return Setting.range("rounds", rounds == null ? otherwise : rounds, 1, MOST_ROUNDS);
    }

    /** Where the results go. */
    Path out(Path root) {
        return out != null
                ? out
                : root.resolve("lb-benchmarks/target/peers")
                        .resolve(
                                DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").format(LocalDateTime.now()));
    }
}
