package io.evenkeel.lb.benchmarks.peers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a process has used since its start, of all its threads, also of those that have ended.
 *
 * @param cpu of the whole process
 * @param loopCpu of the threads that move the traffic
 * @param rssKiB resident memory now
 */
public record ProcessFigures(CpuTime cpu, CpuTime loopCpu, long rssKiB) {

    private static final Path PROC = Path.of("/proc");

    /**
     * Reads a live process.
     *
     * @param pid its id
     * @param loopThreads found in the names of the threads that move the traffic
     * @return its figures
     * @throws UncheckedIOException when the process is gone
     */
    public static ProcessFigures of(long pid, Pattern loopThreads) {
        return of(PROC.resolve(Long.toString(pid)), loopThreads);
    }

    static ProcessFigures of(Path process, Pattern loopThreads) {
        try {
            CpuTime cpu = CpuTime.parse(Files.readString(process.resolve("stat")));
            return new ProcessFigures(cpu, loops(process, loopThreads), rss(process));
        } catch (IOException e) {
            throw new UncheckedIOException("the process has ended: " + process, e);
        }
    }

    private static CpuTime loops(Path process, Pattern loopThreads) throws IOException {
        CpuTime sum = CpuTime.ZERO;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path task : tasks) {
                try {
                    if (loopThreads
                            .matcher(Files.readString(task.resolve("comm")).strip())
                            .find()) {
                        sum = sum.plus(CpuTime.parse(Files.readString(task.resolve("stat"))));
                    }
                } catch (NoSuchFileException ended) {
                    // A thread less; the sum of the process has it.
                } catch (IOException ended) {
                    // The same, when it ends between open and read ("No such process").
                }
            }
        }
        return sum;
    }

    private static long rss(Path process) throws IOException {
        for (String line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
