package io.evenkeel.lb.benchmarks.peers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How busy a core has been since the machine's start, whoever used it. */
public final class CoreTime {

    private static final Path STAT = Path.of("/proc/stat");
    private static final long MICROS_PER_TICK = 10_000;
    /** Of the columns user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7, 8);

    private CoreTime() {}

    /**
     * Reads the balancer's core.
     *
     * @return microseconds
     */
    public static long balancerMicros() {
        try {
            return parse(Files.readAllLines(STAT), "cpu0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long parse(List<String> stat, String core) {
        for (String line : stat) {
            String[] columns = line.split(" +");
            if (columns[0].equals(core)) {
                return BUSY.stream()
                                .mapToLong(column -> Long.parseLong(columns[column]))
                                .sum()
                        * MICROS_PER_TICK;
            }
        }
        throw new IllegalArgumentException("no line " + core + " in /proc/stat");
    }
}
