package io.evenkeel.lb.netty.http.upstream;

import io.evenkeel.lb.Retries;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests of one loop may be sent again: a part of all in the last ten seconds, and always a few. It keeps a pool
 * that is in trouble from being asked twice as much. On the loop's thread.
 */
public final class RetryBudget {

    private static final int SECONDS = 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier now;
    private final int[] requests = new int[SECONDS];
    private final int[] retries = new int[SECONDS];
    private long begun;
    /** The second that counts go to, since {@link #begun}. */
    private long second;

    public RetryBudget(LongSupplier now) {
        this.now = now;
        this.begun = now.getAsLong();
    }

    /** A request has come. */
    public void request() {
        requests[cell()]++;
    }

    /** Takes one retry from the budget, if it has one. */
    public boolean tryRetry(Retries settings) {
        int cell = cell();
        long allowed = (long) sum(requests) * settings.percent() / 100 + (long) settings.minimumPerSecond() * SECONDS;
        if (sum(retries) >= allowed) {
            return false;
        }
        retries[cell]++;
        return true;
    }

    private int cell() {
        long current = (now.getAsLong() - begun) / SECOND;
        if (current - second >= SECONDS) {
            Arrays.fill(requests, 0);
            Arrays.fill(retries, 0);
            second = current;
        }
        while (second < current) {
            second++;
            requests[(int) (second % SECONDS)] = 0;
            retries[(int) (second % SECONDS)] = 0;
        }
        return (int) (second % SECONDS);
    }

    private static int sum(int[] cells) {
        int sum = 0;
        for (int each : cells) {
            sum += each;
        }
        return sum;
    }
}
