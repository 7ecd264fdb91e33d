package io.evenkeel.lb.benchmarks.peers.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CpuTimeTest {

    private static final String STAT = "4711 (%s) S 1 4711 4711 0 -1 4194560 1 2 3 4 %d %d 7 8 20 0 1 0 100 200 300";

    @Test
    void ticksBecomeMicroseconds() {
        assertEquals(new CpuTime(120_000, 30_000), CpuTime.parse(STAT.formatted("nginx", 12, 3)));
    }

    @Test
    void aNameMayHoldAnything() {
        assertEquals(new CpuTime(120_000, 30_000), CpuTime.parse(STAT.formatted("a) S (b c", 12, 3)));
    }

    @Test
    void whatIsTooShortIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> CpuTime.parse("1 (x) S 1"));
    }

    @Test
    void addsAndSubtracts() {
        CpuTime sum = new CpuTime(3, 4).plus(new CpuTime(10, 20)).minus(new CpuTime(1, 1));

        assertEquals(new CpuTime(12, 23), sum);
        assertEquals(35, sum.totalMicros());
    }

    @Test
    void readsThisProcess() {
        ProcessFigures before = ProcessFigures.of(ProcessHandle.current().pid(), Pattern.compile(""));
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < 100_000_000) {
            Thread.onSpinWait();
        }
        ProcessFigures after = ProcessFigures.of(ProcessHandle.current().pid(), Pattern.compile("no such thread"));

        assertTrue(after.cpu().minus(before.cpu()).totalMicros() > 0, after.cpu() + " after " + before.cpu());
        assertTrue(before.loopCpu().totalMicros() > 0, before.toString());
        assertEquals(CpuTime.ZERO, after.loopCpu());
        assertTrue(after.rssKiB() > 1000, after.toString());
    }

    @Test
    void aProcessThatIsGoneIsSaid() {
        assertThrows(UncheckedIOException.class, () -> ProcessFigures.of(0, Pattern.compile("")));
    }

    @Test
    void endedChildrenCountWhereTheyShall() {
        assertEquals(new CpuTime(190_000, 110_000), CpuTime.withEndedChildren(STAT.formatted("java", 12, 3)));
    }

    @Test
    void busyTimeOfTheMachine() {
        assertEquals(210_000, OtherWork.busy(List.of("cpu  1 2 3 1000 1000 4 5 6 100 100", "cpu0 9 9 9")));
        assertThrows(IllegalArgumentException.class, () -> OtherWork.busy(List.of("intr 1 2 3")));
    }
}
