package io.evenkeel.lb.benchmarks.peers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the machine does beside the measurement. Work on the balancer's core is in its way; work on the other slows the load, so
 * that the balancer finds less to do each time it wakes, and needs more CPU for each request.
 */
public final class OtherWork {

    private static final Path PROC = Path.of("/proc");
    private static final long MICROS_PER_TICK = 10_000;
    /** Of the columns user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7, 8);

    private OtherWork() {}

    /**
     * The CPU time of all processes that are not this one nor its descendants, on all cores, since some moment in the past.
     *
     * @return microseconds; the difference of two such readings says something
     */
    public static long micros() {
        try {
            long sum = busy(Files.readAllLines(PROC.resolve("stat")));
            sum -= CpuTime.withEndedChildren(Files.readString(PROC.resolve("self/stat")))
                    .totalMicros();
            for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
                sum -= used(child.pid()).orElse(CpuTime.ZERO).totalMicros();
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<CpuTime> used(long pid) {
        try {
            return Optional.of(CpuTime.withEndedChildren(
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"))));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    static long busy(List<String> stat) {
        String[] columns = stat.get(0).split(" +");
        if (!columns[0].equals("cpu")) {
            throw new IllegalArgumentException("not /proc/stat: " + stat.get(0));
        }
        return BUSY.stream()
                        .mapToLong(column -> Long.parseLong(columns[column]))
                        .sum()
                * MICROS_PER_TICK;
    }
}
