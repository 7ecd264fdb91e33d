package io.evenkeel.lb.netty;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Two good clients that ask in turn: one the balancer under attack, the other one that is spared. What the machine does to
 * anybody it does to both; only the first feels what the attack does to a balancer.
 */
final class GoodClients implements AutoCloseable {

    private static final long LOOK_NANOS = 100_000_000;

    /** 99 in 100 exchanges took no longer than these nanoseconds. */
    record Tail(long attacked, long spared) {}

    private final GoodClient attacked;
    private final GoodClient spared;
    private final long[] attackedTook = new long[1 << 20];
    private final long[] sparedTook = new long[1 << 20];

    GoodClients(BoundedChild attacked, BoundedChild spared) throws IOException {
        this.attacked = new GoodClient(attacked.address);
        this.spared = new GoodClient(spared.address);
    }

    /** Of all exchanges while something lasts, which is looked at now and then. */
    Tail p99While(BooleanSupplier lasts) throws IOException {
        int count = 0;
        do {
            long look = System.nanoTime() + LOOK_NANOS;
            for (; System.nanoTime() - look < 0 && count < attackedTook.length; count++) {
                attackedTook[count] = attacked.timedExchange();
                sparedTook[count] = spared.timedExchange();
            }
        } while (lasts.getAsBoolean() && count < attackedTook.length);
        return new Tail(p99(attackedTook, count), p99(sparedTook, count));
    }

    Tail p99(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        return p99While(() -> System.nanoTime() - end < 0);
    }

    private static long p99(long[] took, int count) {
        Arrays.sort(took, 0, count);
        return took[Math.max(0, count * 99 / 100 - 1)];
    }

    @Override
    public void close() throws IOException {
        try (spared) {
            attacked.close();
        }
    }
}
