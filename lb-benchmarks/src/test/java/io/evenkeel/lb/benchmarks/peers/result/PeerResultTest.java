package io.evenkeel.lb.benchmarks.peers.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeerResultTest {

    private static Interval cpu(PeerResult peer) {
        return peer.interval(Figure.CPU_PER_UNIT.value());
    }

    @Test
    void aRoundCountsWithTheMedianOfItsTurns() {
        Interval interval = cpu(Turns.peer("a", 3, "", 10, 11, 90, 20, 5, 21, 30, 30, 30));

        assertEquals(new Interval(20, 11, 30, 0.75, 3), interval);
    }

    @Test
    void oneTurnPerRoundIsItsOwnMedian() {
        PeerResult peer = Turns.peer("a", 3, 1, 2);

        assertEquals(3, peer.rounds().size());
        assertEquals(new Interval(2, 1, 3, 0.75, 3), cpu(peer));
    }

    @Test
    void aLastRoundThatIsNotCompleteIsLeftOut() {
        PeerResult peer = Turns.peer("a", 3, "", 10, 11, 12, 90, 91);

        assertTrue(peer.valid());
        assertEquals(new Interval(11, 11, 11, 0, 1), cpu(peer));
        assertEquals(5, peer.turns().size());
    }

    @Test
    void withoutACompleteRoundThereIsNothing() {
        PeerResult peer = Turns.peer("a", 3, "", 10, 11);

        assertFalse(peer.valid());
        assertEquals(0, cpu(peer).samples());
    }

    @Test
    void whoBecameInvalidKeepsItsTurnsButDoesNotCount() {
        PeerResult peer = Turns.peer("a", 3, "1 errors: 1 read errors", 10, 11, 12, 13);

        assertFalse(peer.valid());
        assertEquals(4, peer.turns().size());
    }
}
