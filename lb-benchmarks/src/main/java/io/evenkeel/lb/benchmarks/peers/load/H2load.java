package io.evenkeel.lb.benchmarks.peers.load;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import io.evenkeel.lb.benchmarks.peers.process.Core;
import io.evenkeel.lb.benchmarks.peers.result.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Open loop: requests at a fixed rate, whatever the answers do, as far as connections are free. Percentiles come from the log of
 * all requests, because h2load's own summary has none.
 *
 * @param path what is asked for
 * @param connections how many
 * @param perSecond the rate of all together
 */
public record H2load(String path, int connections, double perSecond) implements Load {

    private static final int OK = 200;
    /** A lower share of the rate that was asked for is remarked upon. */
    private static final double REACHED = 0.97;

    @Override
    public LoadResult run(int port, Duration time) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("peers");
        Path log = folder.resolve("requests.tsv");
        try {
            String output = Child.run(
                    Core.LOAD,
                    List.of(
                            "h2load",
                            "--h1",
                            "-t1",
                            "-c" + connections,
                            "-D" + Math.max(1, time.toSeconds()),
                            "--rps=" + String.format(Locale.ROOT, "%.2f", perSecond / connections),
                            "--log-file=" + log,
                            "http://127.0.0.1:" + port + path),
                    time.plusSeconds(30));
            if (!Files.exists(log)) {
                throw new IOException("h2load wrote no log: " + output.strip());
            }
            try (Stream<String> lines = Files.lines(log)) {
                return parse(lines, Math.max(1, time.toSeconds()), failures(output));
            }
        } finally {
            Files.deleteIfExists(log);
            Files.delete(folder);
        }
    }

    /** Those that h2load has counted as failed; the log lacks some of them. */
    static long failures(String output) throws IOException {
        // requests: 60000 total, 60000 started, 60000 done, 60000 succeeded, 0 failed, 0 errored, 0 timeout
        String line = output.lines()
                .filter(text -> text.startsWith("requests: "))
                .findFirst()
                .orElseThrow(() -> new IOException("h2load did not report: " + output.strip()));
        for (String part : line.substring("requests: ".length()).split(", ")) {
            if (part.endsWith(" failed")) {
                return Long.parseLong(part.split(" ")[0]);
            }
        }
        throw new IOException("h2load did not report failures: " + line);
    }

    /** Reads lines of start in microseconds, status, and duration in microseconds. */
    LoadResult parse(Stream<String> log, double seconds, long failed) {
        long[][] rows = log.filter(line -> !line.isBlank())
                .map(line -> line.split("\t"))
                .map(columns -> new long[] {Long.parseLong(columns[1]), Long.parseLong(columns[2])})
                .toArray(long[][]::new);
        long[] micros = Stream.of(rows)
                .filter(row -> row[0] == OK)
                .mapToLong(row -> row[1])
                .toArray();
        long errors = Math.max(failed, rows.length - micros.length);
        double rate = micros.length / seconds;
        String remark = "";
        if (errors > 0) {
            remark = errors + " requests failed or were not answered 200";
        } else if (rate < perSecond * REACHED) {
            remark = String.format(Locale.ROOT, "%.0f/s of %.0f/s reached", rate, perSecond);
        }
        return new LoadResult(micros.length, micros.length, errors, seconds, Percentiles.of(micros), remark);
    }
}
