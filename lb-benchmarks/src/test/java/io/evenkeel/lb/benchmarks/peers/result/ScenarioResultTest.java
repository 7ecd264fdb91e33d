package io.evenkeel.lb.benchmarks.peers.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScenarioResultTest {

    private static Optional<Interval> ratio(PeerResult... peers) {
        return Turns.scenario("http-1k", List.of(), peers).ratio(Figure.CPU_PER_UNIT, "haproxy");
    }

    /** The machine is slow in the second turn of ours and in the third of theirs: the medians alone would be divided to 1. */
    @Test
    void aRoundsRatioIsTheMedianOfItsTurnsRatios() {
        Interval interval = ratio(Turns.peer("evenkeel", 3, "", 10, 30, 30), Turns.peer("haproxy", 3, "", 20, 30, 60))
                .orElseThrow();

        assertEquals(new Interval(0.5, 0.5, 0.5, 0, 1), interval);
    }

    @Test
    void theIntervalIsOverRounds() {
        Interval interval = ratio(
                        Turns.peer("evenkeel", 2, "", 10, 10, 20, 20, 30, 30),
                        Turns.peer("haproxy", 2, "", 10, 10, 10, 10, 10, 10))
                .orElseThrow();

        assertEquals(new Interval(2, 1, 3, 0.75, 3), interval);
    }

    @Test
    void aRoundThatEitherHasNotCompleteIsLeftOut() {
        PeerResult complete = Turns.peer("evenkeel", 2, "", 10, 10, 20, 20);

        assertEquals(
                new Interval(1, 1, 1, 0, 1),
                ratio(complete, Turns.peer("haproxy", 2, "", 10, 10, 10)).orElseThrow());
        assertTrue(ratio(complete, Turns.peer("haproxy", 2, "", 10)).isEmpty());
    }

    @Test
    void whoBecameInvalidInTheMiddleHasNoRatio() {
        PeerResult ours = Turns.peer("evenkeel", 2, "", 10, 10, 20, 20);
        PeerResult invalid = Turns.peer("haproxy", 2, "7 errors", 10, 10, 10);
        ScenarioResult result = Turns.scenario("http-1k", List.of(), ours, invalid, Turns.peer("b", 2, "", 5, 5, 5, 5));

        assertTrue(result.ratio(Figure.CPU_PER_UNIT, "haproxy").isEmpty());
        assertEquals(3, result.ratio(Figure.CPU_PER_UNIT, "b").orElseThrow().median());
    }
}
