package io.evenkeel.lb.benchmarks.peers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a process's memory is in use. Of a JVM's heap that is what a full collection leaves: its heap is resident from the
 * start, and counts here with its live bytes; everything else counts with its resident bytes, once the C library has given
 * back what is free.
 *
 * @param nativeKiB resident, outside of a JVM's heap
 * @param heapKiB live in a JVM's heap, 0 for other processes
 */
public record LiveMemory(double nativeKiB, double heapKiB) {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int KIB_PER_MIB = 1024;

    /** Such as {@code def new generation total 78656K, used 1398K [...}; not the metaspace, nor the parts of a generation. */
    private static final Pattern USED = Pattern.compile("(?m)\\btotal\\b.*\\bused (\\d+)K");

    /**
     * Reads a process without a heap.
     *
     * @param pid its id
     * @return all its resident memory
     */
    public static LiveMemory of(long pid) {
        return new LiveMemory(rss(pid), 0);
    }

    /**
     * Collects a JVM's garbage and reads what is left.
     *
     * @param pid its id
     * @param heapMiB its heap, all of which is resident
     * @return its memory
     * @throws IOException when it cannot be asked: its JDK has no {@code jcmd}
     * @throws InterruptedException when the run is given up
     */
    public static LiveMemory afterCollection(long pid, int heapMiB) throws IOException, InterruptedException {
        Path jcmd = Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).resolveSibling("jcmd");
        String process = Long.toString(pid);
        // Twice: the first leaves what has a cleaner that has not run.
        Child.run(Core.LOAD, List.of(jcmd.toString(), process, "GC.run"), LIMIT);
        Child.run(Core.LOAD, List.of(jcmd.toString(), process, "GC.run"), LIMIT);
        try {
            // What the compiler has freed stays resident otherwise, tens of MiB at times that have nothing to do with
            // load.
            Child.run(Core.LOAD, List.of(jcmd.toString(), process, "System.trim_native_heap"), LIMIT);
        } catch (IOException unknown) {
            // An older JDK, or not glibc: there is more noise then.
        }
        String heap = Child.run(Core.LOAD, List.of(jcmd.toString(), process, "GC.heap_info"), LIMIT);
        return new LiveMemory(rss(pid) - (double) heapMiB * KIB_PER_MIB, used(heap));
    }

    /** Adds what the generations hold. */
    static long used(String heapInfo) throws IOException {
        Matcher matcher = USED.matcher(heapInfo);
        long sum = 0;
        boolean found = false;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
            found = true;
        }
        if (!found) {
            throw new IOException("jcmd tells nothing of a heap: " + heapInfo.strip());
        }
        return sum;
    }

    private static double rss(long pid) {
        return ProcessFigures.of(pid, Pattern.compile("^$")).rssKiB();
    }

    /**
     * Both parts.
     *
     * @return KiB
     */
    public double totalKiB() {
        return nativeKiB + heapKiB;
    }

    /**
     * The smaller of each part.
     *
     * @param other of the same process
     * @return what both have
     */
    public LiveMemory least(LiveMemory other) {
        return new LiveMemory(Math.min(nativeKiB, other.nativeKiB), Math.min(heapKiB, other.heapKiB));
    }
}
