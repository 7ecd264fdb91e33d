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
     * Whether a server may be picked now: it was not tried before in this selection and is not at its limit.
     *
     * @param index the server's place in the list that the picker was made for
     * @return whether the picker may return this index
     */
    boolean accepts(int index);

    /**
     * Random numbers for this pick.
     *
     * @return the balancer's source
     */
    RandomSource random();
}
