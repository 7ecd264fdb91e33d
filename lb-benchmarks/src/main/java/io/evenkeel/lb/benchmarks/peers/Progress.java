package io.evenkeel.lb.benchmarks.peers;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What is going on, and how long it will still take: on a terminal one line that changes, otherwise a line per turn. What is left is
 * what was planned for it, times how much longer than planned the rest has taken.
 */
final class Progress {

    /** Before this, how the first steps compare to the plan says little. */
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long begun;
    private final Duration planned;
    private Duration done = Duration.ZERO;

    /**
     * Begins.
     *
     * @param out where it is shown
     * @param terminal whether a line can be written over
     * @param planned how long all will take
     * @param nanos the clock
     */
    Progress(PrintStream out, boolean terminal, Duration planned, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.planned = planned;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** What is being done now; shown where it costs no line. */
    void doing(String what) {
        if (terminal) {
            line(what);
        }
    }

    /** What has been done, and how long it was planned to take. */
    void done(String what, Duration plan) {
        done = done.plus(plan);
        line(what);
    }

    /** What is left out, although it was planned. */
    void omitted(Duration plan) {
        done = done.plus(plan);
    }

    /** A line that stays. */
    void say(String text) {
        out.println((terminal ? "\r\033[K" : "") + text);
    }

    private void line(String what) {
        String text = String.format(Locale.ROOT, "%-72s %s left", what, text(left()));
        if (terminal) {
            out.print("\r\033[K" + text);
            out.flush();
        } else {
            out.println(text);
        }
    }

    /** How long the rest will take. */
    Duration left() {
        Duration rest = planned.minus(done);
        if (rest.isNegative()) {
            return Duration.ZERO;
        }
        if (done.compareTo(ENOUGH) < 0) {
            return rest;
        }
        double pace = (nanos.getAsLong() - begun) / (double) done.toNanos();
        return Duration.ofNanos((long) (rest.toNanos() * pace));
    }

    /** Minutes and seconds. */
    static String text(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
