package io.evenkeel.lb.benchmarks.peers.result;

import io.evenkeel.lb.benchmarks.peers.process.CpuTime;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Makes results for tests. */
public final class Turns {

    private Turns() {}

    /** One of 1000 requests in a second, which took so many microseconds each, a fifth of them user time. */
    public static Turn of(double cpuMicros) {
        long user = Math.round(cpuMicros * 200);
        return new Turn(
                1000,
                1000,
                0,
                1,
                new CpuTime(user, Math.round(cpuMicros * 1000) - user),
                new CpuTime(user, 0),
                12.5,
                new Percentiles(100, 200, 300, 400, 500),
                Map.of(),
                "");
    }

    /** A peer with one turn for each, and as many rounds. */
    public static PeerResult peer(String name, double... cpuMicros) {
        return peer(name, 1, "", cpuMicros);
    }

    /** A peer with one turn for each. */
    public static PeerResult peer(String name, int turnsPerRound, String invalid, double... cpuMicros) {
        return new PeerResult(
                name,
                name.startsWith("evenkeel"),
                DoubleStream.of(cpuMicros).mapToObj(Turns::of).toList(),
                turnsPerRound,
                invalid);
    }

    /** A peer that had one turn and is invalid. */
    public static PeerResult invalid(String name) {
        return peer(name, 1, "3 errors: 3 read errors", 1);
    }

    /** A scenario of these. */
    public static ScenarioResult scenario(String name, List<Goal> goals, PeerResult... peers) {
        return new ScenarioResult(
                name,
                "what was done",
                "request",
                List.of(Figure.CPU_PER_UNIT),
                goals,
                "evenkeel",
                List.of(peers),
                Map.of("vertx", "it is not installed"));
    }
}
