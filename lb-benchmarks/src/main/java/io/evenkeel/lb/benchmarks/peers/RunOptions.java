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

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each peer is measured in a round; default 3. One turn, or five with --fresh.")
    private int seconds = 3;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds; default 3, for self-check 7.")
    private @Nullable Integer rounds;

    @Option(names = "--out", paramLabel = "DIR", description = "Default lb-benchmarks/target/peers/<time>.")
    private @Nullable Path out;

    @Option(
            names = "--fresh",
            description =
                    "Starts all processes anew in each round, so that the intervals also hold what differs between two"
                            + " starts of a JVM. Then a round has five turns of each peer, each a fifth of --seconds long,"
                            + " rounded to whole seconds, at least 1 s. Default for self-check.")
    boolean fresh;

    /** How long each peer is measured in a round. */
    Duration perRound() {
        return Duration.ofSeconds(Setting.range("seconds", seconds, 1, MOST_SECONDS));
    }

    /** How many rounds there are. */
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
