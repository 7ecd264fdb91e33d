package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.PickContext;

/**
 * A scheduler's form for one set of members. Immutable but for state per worker, which only that worker touches. A pick
 * allocates nothing, takes no lock and does not log.
 */
@FunctionalInterface
public interface Picker {

    /** The answer of a picker whose servers are all refused by the context. */
    int NONE = -1;

    /**
     * Picks the next server. Called by many workers at the same time, by each for itself.
     *
     * @param context says which worker picks and which servers it accepts
     * @return the place of an accepted server in the list that this picker was made for, or {@link #NONE}
     */
    int pick(PickContext context);
}
