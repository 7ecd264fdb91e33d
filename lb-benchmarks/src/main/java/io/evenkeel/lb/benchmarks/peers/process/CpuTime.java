package io.evenkeel.lb.benchmarks.peers.process;

/**
 * CPU time, split by where it was spent. The kernel counts in ticks of 10 ms, and scales the two parts so that their sum is the
 * exact run time; the split is sampled.
 *
 * @param userMicros in the program
 * @param systemMicros in the kernel for it
 */
public record CpuTime(long userMicros, long systemMicros) {

    /** None. */
    public static final CpuTime ZERO = new CpuTime(0, 0);

    /** {@code USER_HZ}, part of Linux's interface to programs on all its platforms that have a JDK. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    /**
     * Reads what {@code /proc/PID/stat} says.
     *
     * @param stat its one line
     * @return the process's time
     * @throws IllegalArgumentException when it is something else
     */
    public static CpuTime parse(String stat) {
        String[] fields = fields(stat);
        return new CpuTime(micros(fields[UTIME]), micros(fields[STIME]));
    }

    /**
     * Reads what {@code /proc/PID/stat} says, of the process and of those of its children that have ended.
     *
     * @param stat its one line
     * @return the time of all
     * @throws IllegalArgumentException when it is something else
     */
    static CpuTime withEndedChildren(String stat) {
        String[] fields = fields(stat);
        return parse(stat).plus(new CpuTime(micros(fields[STIME + 1]), micros(fields[STIME + 2])));
    }

    /** What follows the name, which stands in parentheses and may hold blanks and parentheses itself. */
    private static String[] fields(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= STIME + 2) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat: " + stat.strip());
        }
        return fields;
    }

    private static long micros(String ticks) {
        return Long.parseLong(ticks) * MICROS_PER_TICK;
    }

    /**
     * User and system.
     *
     * @return microseconds
     */
    public long totalMicros() {
        return userMicros + systemMicros;
    }

    /**
     * Adds.
     *
     * @param other what to add
     * @return the sum
     */
    public CpuTime plus(CpuTime other) {
        return new CpuTime(userMicros + other.userMicros, systemMicros + other.systemMicros);
    }

    /**
     * Subtracts.
     *
     * @param earlier what was read before
     * @return what was used since then
     */
    public CpuTime minus(CpuTime earlier) {
        return new CpuTime(userMicros - earlier.userMicros, systemMicros - earlier.systemMicros);
    }
}
