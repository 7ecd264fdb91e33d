package io.evenkeel.lb.netty;

import io.evenkeel.lb.netty.Children.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a child process costs, as Linux counts it. */
final class ProcessUse {

    static final int TICKS_PER_SECOND = 100;

    private ProcessUse() {}

    /** With a heap that is touched beforehand, it grows by what is outside of the heap. */
    static long residentBytes(Child child) throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc", "" + child.process().pid(), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new AssertionError("no VmRSS of " + child);
    }

    /** User and system time, in hundredths of a second. */
    static long ticks(Child child) throws IOException {
        String stat = Files.readString(Path.of("/proc", "" + child.process().pid(), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static int allowedTicks(int seconds) {
        return 5 * TICKS_PER_SECOND * seconds / 100;
    }

    /** On a busy machine the compiler may still have something to do, which ends; a loop that spins does not. */
    static long idleTicks(Child child, int seconds) throws Exception {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5 && used > allowedTicks(seconds); i++) {
            long before = ticks(child);
            child.runsFor(seconds);
            used = ticks(child) - before;
        }
        return used;
    }
}
