package io.evenkeel.lb.simulation;

import io.evenkeel.lb.Retries;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How many requests may be sent again, as the data plane counts: a part of all in the last ten seconds, and always a few. */
final class RetryBudget {

    private static final int SECONDS = 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Retries> settings;
    private final long[] requests = new long[SECONDS];
    private final long[] retries = new long[SECONDS];
    /** The second that counts go to, since the beginning. */
    private long second;

    RetryBudget(Supplier<Retries> settings) {
        this.settings = settings;
    }

    /** A request has come, so long after the beginning. */
    void request(long nanos) {
        requests[cell(nanos)]++;
    }

    /** Takes one retry from the budget, if it has one. */
    boolean tryRetry(long nanos) {
        int cell = cell(nanos);
        Retries now = settings.get();
        long allowed = sum(requests) * now.percent() / 100 + (long) now.minimumPerSecond() * SECONDS;
        if (sum(retries) >= allowed) {
            return false;
        }
        retries[cell]++;
        return true;
    }

    private int cell(long nanos) {
        long current = nanos / SECOND;
        for (second = Math.max(second, current - SECONDS); second < current; ) {
            second++;
            requests[(int) (second % SECONDS)] = 0;
            retries[(int) (second % SECONDS)] = 0;
        }
        return (int) (second % SECONDS);
    }

    private static long sum(long[] cells) {
        long sum = 0;
        for (long each : cells) {
            sum += each;
        }
        return sum;
    }
}
