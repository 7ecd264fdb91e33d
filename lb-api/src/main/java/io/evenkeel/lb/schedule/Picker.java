package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.SettleContext;

/**
 * A scheduler's form for one set of members. Immutable but for state per worker, which only that worker touches. No
 * method here allocates, takes a lock or logs.
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

    /**
     * A server has answered; at most once for each unit of work, before it is settled. Called by the worker that chose it, if the
     * scheduler heeds outcomes; by then this picker may have been replaced, so what it learns is kept where its successors
     * find it: see {@link ServerCells}.
     *
     * @param context the server and its latency
     */
    default void answered(AnswerContext context) {}

    /**
     * A unit of work has ended; once for each server that was chosen. Called as {@link #answered} is. Of the clients whom
     * persistence has brought to one of these servers it hears too.
     *
     * @param context the server, its latency and the outcome
     */
    default void settled(SettleContext context) {}
}
