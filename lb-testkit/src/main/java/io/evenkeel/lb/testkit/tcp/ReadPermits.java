package io.evenkeel.lb.testkit.tcp;

/**
 * How many bytes a {@link Behaviour#slowReader} may still read: the test's hand on the tap.
 *
 * <p>Threads: safe for any.
 */
public final class ReadPermits {

    private long available;

    private ReadPermits(long available) {
        this.available = available;
    }

    /**
     * A closed tap.
     *
     * @return permits for nothing yet
     */
    public static ReadPermits none() {
        return new ReadPermits(0);
    }

    /**
     * Allows more to be read.
     *
     * @param bytes how much more, 0 or more
     */
    public synchronized void allow(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: 0 or more)");
        }
        available = bytes > Long.MAX_VALUE - available ? Long.MAX_VALUE : available + bytes;
        notifyAll();
    }

    /** Allows everything from now on. */
    public void allowAll() {
        allow(Long.MAX_VALUE);
    }

    /** Takes at least one permit and at most {@code max}; blocks while there is none. */
    synchronized int take(int max) throws InterruptedException {
        while (available == 0) {
            wait();
        }
        int taken = (int) Math.min(available, max);
        available -= taken;
        return taken;
    }
}
