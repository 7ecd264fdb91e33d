package io.evenkeel.lb.spi;

/**
 * What an algorithm may ask while it picks. Valid during the call only, and only on the calling thread.
 */
public interface PickContext {

    /**
     * Which worker picks: each event loop, or client thread, has its own number, and is the only one to use it. State
     * kept per worker therefore needs no synchronisation.
     *
     * @return 0 to the number of workers less one
     */
    int worker();

    /**
     * Whether a server may be picked now: it was not tried before in this selection, is not at its limit,
     * and is not kept back by its slow start. The answer for one server may differ from one call to the next.
     *
     * @param index the server's place in the list that the picker was made for
     * @return whether the picker may return this index
     */
    boolean accepts(int index);

    /**
     * Whether any server may be in slow start, so that a scheduler which heeds that itself knows when to ask each.
     *
     * @return false when all have {@link ServerView#ramp()} 1
     */
    default boolean isSlowStart() {
        return false;
    }

    /**
     * Random numbers for this pick.
     *
     * @return the balancer's source
     */
    RandomSource random();

    /**
     * By what the client is known, as {@code Scheduler.key()} says: the same for the same client, whichever worker or
     * balancer it comes to. Computed when it is first asked for, once for all attempts of a client.
     *
     * @return a hash of which every bit is as good as any other; {@link ClientView#NONE} for a client without a key, which is to
     *     be spread like any other, and not sent to one server with all of its kind
     */
    default long key() {
        return ClientView.NONE;
    }

    /**
     * The time now, at the price of asking for it.
     *
     * @return nanoseconds on the balancer's clock, to be compared by difference
     */
    long nanoTime();
}
