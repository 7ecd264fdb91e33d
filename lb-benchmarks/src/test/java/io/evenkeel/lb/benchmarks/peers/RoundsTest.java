package io.evenkeel.lb.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Running;
import io.evenkeel.lb.benchmarks.peers.balancer.Setup;
import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.process.Ports;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import io.evenkeel.lb.benchmarks.peers.result.PeerResult;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import io.evenkeel.lb.benchmarks.peers.result.Turns;
import io.evenkeel.lb.benchmarks.peers.scenario.Bench;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenario;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenarios;
import io.evenkeel.lb.benchmarks.peers.scenario.Seat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final List<String> events = new ArrayList<>();
    private Runnable backendCheck = () -> {};
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private record Fake(String name, boolean jvm, String lacks) implements Peer {

        @Override
        public Optional<String> missing(Traffic traffic) {
            return lacks.isEmpty() ? Optional.empty() : Optional.of(lacks);
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Running start(Setup setup, Path directory) {
            throw new UnsupportedOperationException();
        }
    }

    /** Notes what happens; "broken" does not start, "weary" does not settle, "faulty" has errors in its second turn. */
    private final class Noting implements Scenario {

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public String question() {
            return "what happens when";
        }

        @Override
        public String unit() {
            return "request";
        }

        @Override
        public Traffic traffic() {
            return Traffic.HTTP;
        }

        @Override
        public boolean admits(Peer peer) {
            return !peer.name().equals("foreign");
        }

        @Override
        public List<Goal> goals() {
            return List.of(
                    Goal.own(Figure.CPU_PER_UNIT, 5),
                    Goal.ratio(Figure.CPU_PER_UNIT, "b", 1),
                    Goal.ratio(Figure.CPU_PER_UNIT, "c", 1));
        }

        @Override
        public void calibrate(Map<String, Seat> seats, Duration turn) {
            events.add("calibrate " + String.join(" ", seats.keySet()));
        }

        @Override
        public Seat seat(Peer peer, Bench bench) throws IOException {
            events.add("start " + peer.name());
            if (peer.name().equals("broken")) {
                throw new IOException("no such module");
            }
            return new Seat() {
                private int turns;

                @Override
                public void warmUp(Duration time) {
                    events.add("warm " + peer.name() + " " + time.toSeconds());
                }

                @Override
                public void settle() throws IOException {
                    events.add("settle " + peer.name());
                    if (peer.name().equals("weary")) {
                        throw new IOException("it has ended");
                    }
                }

                @Override
                public Turn turn(Duration time) {
                    events.add(peer.name());
                    Turn turn = Turns.of(10);
                    boolean faulty = peer.name().equals("faulty") && ++turns == 2;
                    return faulty
                            ? new Turn(
                                    1,
                                    1,
                                    7,
                                    1,
                                    turn.cpu(),
                                    turn.loopCpu(),
                                    1,
                                    turn.latency(),
                                    Map.of(),
                                    "7 read errors")
                            : turn;
                }

                @Override
                public void close() {
                    events.add("close " + peer.name());
                }
            };
        }
    }

    private ScenarioResult run(int rounds, boolean fresh, Peer... peers) throws InterruptedException {
        Plan plan = Plan.of(List.of(new Noting()), List.of(peers), Duration.ofSeconds(2), rounds, fresh);
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        Progress progress = new Progress(out, false, plan.total(), System::nanoTime);
        return new Rounds(plan, new Bench(Path.of("unused"), null, new Ports()), progress, backendCheck)
                .run(plan.entries().get(0));
    }

    private static Peer peer(String name) {
        return new Fake(name, name.startsWith("evenkeel"), "");
    }

    @Test
    void turnsRotate() throws InterruptedException {
        ScenarioResult result = run(3, false, peer("evenkeel"), peer("b"), peer("c"));

        assertEquals(
                List.of(
                        "start evenkeel",
                        "warm evenkeel 10",
                        "start b",
                        "warm b 1",
                        "start c",
                        "warm c 1",
                        "settle evenkeel",
                        "settle b",
                        "settle c",
                        "calibrate evenkeel b c",
                        "evenkeel",
                        "b",
                        "c",
                        "b",
                        "c",
                        "evenkeel",
                        "c",
                        "evenkeel",
                        "b",
                        "close evenkeel",
                        "close b",
                        "close c"),
                events);
        assertEquals(3, result.peer("b").orElseThrow().turns().size());
        assertEquals(1.0, result.ratio(Figure.CPU_PER_UNIT, "b").orElseThrow().median());
    }

    @Test
    void freshStartsAllAnewForSeveralTurns() throws InterruptedException {
        ScenarioResult result = run(2, true, peer("a"), peer("b"));

        assertEquals(
                List.of(
                        "start a",
                        "warm a 1",
                        "start b",
                        "warm b 1",
                        "settle a",
                        "settle b",
                        "calibrate a b",
                        "a",
                        "b",
                        "b",
                        "a",
                        "a",
                        "b",
                        "b",
                        "a",
                        "a",
                        "b",
                        "close a",
                        "close b",
                        "start b",
                        "warm b 1",
                        "start a",
                        "warm a 1",
                        "settle b",
                        "settle a",
                        "calibrate b a",
                        "b",
                        "a",
                        "a",
                        "b",
                        "b",
                        "a",
                        "a",
                        "b",
                        "b",
                        "a",
                        "close b",
                        "close a"),
                events);
        assertEquals(2, result.peer("a").orElseThrow().rounds().size());
        assertTrue(shown.toString(StandardCharsets.UTF_8).contains("noting  round 2/2 turn 5/5  a"));
    }

    @Test
    void whoHasErrorsInTheMiddleOfARoundHasNoFurtherStart() throws InterruptedException {
        ScenarioResult result = run(2, true, peer("evenkeel"), peer("faulty"));

        PeerResult faulty = result.peer("faulty").orElseThrow();
        assertFalse(faulty.valid());
        assertEquals(2, faulty.turns().size());
        assertEquals(1, events.stream().filter("start faulty"::equals).count());
        assertEquals(10, result.peer("evenkeel").orElseThrow().turns().size());
    }

    @Test
    void whoHasErrorsIsInvalidAndHasNoFurtherTurn() throws InterruptedException {
        ScenarioResult result = run(3, false, peer("evenkeel"), peer("faulty"));

        PeerResult faulty = result.peer("faulty").orElseThrow();
        assertFalse(faulty.valid());
        assertEquals("7 errors: 7 read errors", faulty.invalid());
        assertEquals(2, faulty.turns().size());
        assertTrue(result.ratio(Figure.CPU_PER_UNIT, "faulty").isEmpty());
        assertTrue(result.peer("evenkeel").orElseThrow().valid());
        assertTrue(shown.toString(StandardCharsets.UTF_8).contains("noting: faulty is invalid: 7 errors"));
    }

    @Test
    void whoDoesNotStartIsInvalid() throws InterruptedException {
        ScenarioResult result = run(2, false, peer("broken"), peer("evenkeel"));

        assertEquals(
                "does not serve: no such module",
                result.peer("broken").orElseThrow().invalid());
        assertEquals(2, result.peer("evenkeel").orElseThrow().turns().size());
        assertTrue(events.contains("calibrate evenkeel"), events.toString());
    }

    @Test
    void whoDoesNotSettleIsInvalid() throws InterruptedException {
        ScenarioResult result = run(2, false, peer("weary"), peer("evenkeel"));

        assertEquals(
                "does not serve: it has ended",
                result.peer("weary").orElseThrow().invalid());
        assertFalse(events.contains("weary"), events.toString());
        assertTrue(events.contains("calibrate evenkeel"), events.toString());
    }

    @Test
    void whoDoesNotStartDoesNotSettle() throws InterruptedException {
        run(1, false, peer("broken"), peer("evenkeel"));

        assertFalse(events.contains("settle broken"), events.toString());
    }

    @Test
    void settlingIsToldWhereItTakesTime() throws InterruptedException {
        run(1, false, peer("evenkeel"), peer("b"));

        String text = shown.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("noting  settled evenkeel"), text);
        assertFalse(text.contains("settled b"), text);
    }

    @Test
    void noPeerIsBlamedForTheEndOfTheRealServer() {
        backendCheck = () -> {
            throw new IllegalStateException("the real server ended with 137");
        };

        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> run(3, false, peer("evenkeel"), peer("faulty")));

        assertEquals("the real server ended with 137", e.getMessage());
        assertFalse(shown.toString(StandardCharsets.UTF_8).contains("invalid"));
        assertEquals(List.of("close evenkeel", "close faulty"), events.subList(events.size() - 2, events.size()));
    }

    @Test
    void whoIsNotThereIsSkippedByName() throws InterruptedException {
        ScenarioResult result = run(1, false, peer("a"), new Fake("b", false, "b is not installed"), peer("foreign"));

        assertEquals(Map.of("b", "b is not installed"), result.skipped());
        assertEquals(1, result.peers().size());
        assertFalse(events.contains("start foreign"));
    }

    @Test
    void goalsAreThoseOfThePeersAskedFor() throws InterruptedException {
        ScenarioResult result = run(1, false, peer("evenkeel"), new Fake("b", false, "b is not installed"));

        assertEquals(2, result.goals().size());
        assertEquals("b", result.goals().get(1).peer());
    }

    @Test
    void theEstimateCountsStartWarmUpAndTurns() {
        Plan plan =
                Plan.of(List.of(new Noting()), List.of(peer("evenkeel"), peer("b")), Duration.ofSeconds(2), 3, false);

        assertEquals(Duration.ofMillis(18_500 + 1_300 + 2 * 3 * 2_600), plan.total());
    }

    @Test
    void freshSharesTheTimeAmongTurns() {
        Plan plan = plan(Duration.ofSeconds(8), true);

        assertEquals(5, plan.turnsPerRound());
        assertEquals(Duration.ofSeconds(2), plan.turn());
        assertEquals(Duration.ofMillis(3 * (18_500 + 5 * 2_600)), plan.total());
        assertEquals(Duration.ofSeconds(1), plan(Duration.ofSeconds(2), true).turn());
        assertEquals(Duration.ofSeconds(1), plan(Duration.ofSeconds(7), true).turn());
        assertEquals(Duration.ofSeconds(8), plan(Duration.ofSeconds(8), false).turn());
    }

    private Plan plan(Duration perRound, boolean fresh) {
        return Plan.of(List.of(new Noting()), List.of(peer("evenkeel")), perRound, 3, fresh);
    }

    @Test
    void whereEachTurnStartsAProcessARoundHasOne() {
        Plan plan = plan(Duration.ofSeconds(3), true);
        List<Scenario> start = Arguments.named("scenario", List.of("start"), Scenarios.all(), Scenario::group);

        assertEquals(1, plan.turnsPerRound(start.get(0)));
        assertEquals(5, plan.turnsPerRound(new Noting()));
    }
}
