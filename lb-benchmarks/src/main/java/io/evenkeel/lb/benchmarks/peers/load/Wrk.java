package io.evenkeel.lb.benchmarks.peers.load;

import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.process.Child;
import io.evenkeel.lb.benchmarks.peers.process.Core;
import io.evenkeel.lb.benchmarks.peers.result.Percentiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Closed loop: as many requests as there are connections are always under way. Latencies are corrected by wrk for requests
 * that a slow answer has kept from being sent.
 *
 * @param path what is asked for
 * @param connections how many
 * @param keepAlive whether a connection serves more than one request
 * @param bodyBytes of a POST; zero for a GET
 */
public record Wrk(String path, int connections, boolean keepAlive, int bodyBytes) implements Load {

    /** What the heads of one answer have at most; more means that bodies are not as they should be. */
    private static final int HEAD_BYTES = 1024;

    private static final String LINE = "peers-turn ";

    @Override
    public LoadResult run(int port, Duration time) throws IOException, InterruptedException {
        Path script = script();
        try {
            List<String> command = new ArrayList<>(List.of(
                    "env",
                    "PEERS_BODY_BYTES=" + bodyBytes,
                    "wrk",
                    "-t1",
                    "-c" + connections,
                    "-d" + Math.max(1, time.toSeconds()) + "s",
                    "--timeout",
                    "10s",
                    "-s",
                    script.toString()));
            if (!keepAlive) {
                command.addAll(List.of("-H", "Connection: close"));
            }
            command.add("http://127.0.0.1:" + port + path);
            return parse(Child.run(Core.LOAD, command, time.plusSeconds(30)));
        } finally {
            Files.delete(script);
        }
    }

    private static Path script() throws IOException {
        Path script = Files.createTempFile("peers", ".lua");
        try (InputStream in = Wrk.class.getResourceAsStream("turn.lua")) {
            if (in == null) {
                throw new IOException("turn.lua is not in the jar");
            }
            Files.write(script, in.readAllBytes());
        }
        return script;
    }

    /** Reads the line that the script prints. */
    LoadResult parse(String output) throws IOException {
        Map<String, Long> values = values(output);
        long requests = value(values, "requests");
        long bytes = value(values, "bytes");
        List<String> wrong = new ArrayList<>();
        long errors = 0;
        for (String kind : List.of("connect", "read", "write", "status", "timeout")) {
            long count = value(values, kind);
            errors += count;
            if (count > 0) {
                wrong.add(count + " " + (kind.equals("status") ? "answers of 400 and more" : kind + " errors"));
            }
        }
        if (requests == 0) {
            errors++;
            wrong.add("no answer");
        } else if (wrongLength(requests, bytes)) {
            errors++;
            wrong.add("bodies of a wrong length: " + bytes + " bytes in " + requests + " answers");
        }
        return new LoadResult(
                requests,
                requests,
                errors,
                value(values, "micros") / 1e6,
                new Percentiles(
                        value(values, "p50"),
                        value(values, "p90"),
                        value(values, "p99"),
                        value(values, "p999"),
                        value(values, "max")),
                String.join(", ", wrong));
    }

    private static Map<String, Long> values(String output) throws IOException {
        String line = output.lines()
                .filter(text -> text.startsWith(LINE))
                .findFirst()
                .orElseThrow(() -> new IOException("wrk did not report: " + output.strip()));
        Map<String, Long> values = new HashMap<>();
        for (String pair : line.substring(LINE.length()).strip().split(" ")) {
            String[] parts = pair.split("=", 2);
            values.put(parts[0], Long.parseLong(parts[1]));
        }
        return values;
    }

    private static long value(Map<String, Long> values, String key) throws IOException {
        Long value = values.get(key);
        if (value == null) {
            throw new IOException("wrk did not report " + key);
        }
        return value;
    }

    /** wrk counts bytes, also of answers that the end cut, one at most on each connection; not bodies. */
    private boolean wrongLength(long requests, long bytes) {
        long body = Backend.length(path);
        long least = requests * body;
        long most = (requests + connections) * (body + HEAD_BYTES);
        return bytes < least || bytes > most;
    }
}
