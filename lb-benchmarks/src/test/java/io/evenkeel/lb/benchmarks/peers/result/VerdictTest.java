package io.evenkeel.lb.benchmarks.peers.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.benchmarks.peers.result.Verdict.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Goal GOAL = Goal.ratio(Figure.CPU_PER_UNIT, "haproxy", 0.9);

    private static Verdict verdict(Goal goal, PeerResult... peers) {
        return Verdict.of(goal, Turns.scenario("http-1k", List.of(goal), peers));
    }

    @Test
    void theWholeIntervalDecides() {
        PeerResult haproxy = Turns.peer("haproxy", 20, 20, 20);

        assertEquals(
                Outcome.MET,
                verdict(GOAL, Turns.peer("evenkeel", 16, 17, 18), haproxy).outcome());
        assertEquals(
                Outcome.UNDECIDED,
                verdict(GOAL, Turns.peer("evenkeel", 16, 17, 18.1), haproxy).outcome());
        assertEquals(
                Outcome.UNDECIDED,
                verdict(GOAL, Turns.peer("evenkeel", 18, 19, 20), haproxy).outcome());
        assertEquals(
                Outcome.MISSED,
                verdict(GOAL, Turns.peer("evenkeel", 18.1, 19, 20), haproxy).outcome());
    }

    @Test
    void ratiosAreThoseOfOneRound() {
        // The machine became twice as slow in the second round.
        Verdict verdict = verdict(GOAL, Turns.peer("evenkeel", 8, 16), Turns.peer("haproxy", 10, 20));

        assertEquals("http-1k CPU ≤ 0.90 of haproxy: met, 0.800 [0.800, 0.800] (50 %, 2 rounds)", verdict.text());
    }

    @Test
    void whoIsAbsentOrInvalidIsNotMeasured() {
        PeerResult ours = Turns.peer("evenkeel", 16);

        assertEquals(Outcome.NOT_MEASURED, verdict(GOAL, ours).outcome());
        assertEquals(
                "http-1k CPU ≤ 0.90 of haproxy: not measured",
                verdict(GOAL, ours, Turns.invalid("haproxy")).text());
        assertEquals(
                Outcome.NOT_MEASURED, verdict(GOAL, Turns.peer("haproxy", 1)).outcome());
    }

    @Test
    void aFigureOfOursAlone() {
        Goal goal = Goal.own(Figure.CPU_PER_UNIT, 4);

        assertEquals(
                "http-1k CPU ≤ 4.00 µs: missed, 4.500 [4.400, 4.600] (75 %, 3 rounds)",
                verdict(goal, Turns.peer("evenkeel", 4.4, 4.5, 4.6)).text());
    }
}
