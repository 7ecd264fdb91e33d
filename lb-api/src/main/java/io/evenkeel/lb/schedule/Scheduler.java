package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.ClientKey;

/**
 * How a pool chooses the next server. Immutable and safe to share between pools: what a scheduler learns lives in its
 * pickers.
 */
public interface Scheduler {

    /**
     * The scheduler's name in logs, status and the launcher.
     *
     * @return a kebab-case name, for example {@code round-robin}
     */
    String name();

    /**
     * Makes the picker for a set of members. Called on the control thread at each change of the set, so it may allocate,
     * but should not take long.
     *
     * @param context the members and the previous picker
     * @return a picker for exactly these members
     */
    Picker newPicker(PickerContext context);

    /**
     * Whether pickers of this scheduler give servers in slow start their share by themselves, by {@link
     * io.evenkeel.lb.spi.ServerView#ramp()}. For others such servers refuse as many picks as their ramp says, which
     * suits all that do not look at the load.
     *
     * @return false by default
     */
    default boolean heedsSlowStart() {
        return false;
    }

    /**
     * By what pickers of this scheduler know clients, if they ask for {@link io.evenkeel.lb.spi.PickContext#key()}.
     *
     * @return the client's address by default
     */
    default ClientKey key() {
        return ClientKey.source();
    }

    /**
     * Whether pickers of this scheduler want to hear of answers and ends, by {@link Picker#answered} and {@link
     * Picker#settled}. Where none does, no time is taken.
     *
     * @return false by default
     */
    default boolean heedsOutcomes() {
        return false;
    }

    /**
     * Each server in turn, weights ignored. Each worker has its own rotation, from a random start.
     *
     * @return the round-robin scheduler, the default
     */
    static Scheduler roundRobin() {
        return RoundRobin.INSTANCE;
    }

    /**
     * Each server as often as its weight says, interleaved and not in bursts: weights 5, 1, 1 give a a a b a a c. Of
     * any {@code m} consecutive picks of one worker, a server with weight {@code w} of {@code W}
     * gets {@code m w / W}, give or take {@code 1 + n w / W}, where {@code n} is the number of servers.
     *
     * @return the smooth weighted round-robin scheduler
     */
    static Scheduler weightedRoundRobin() {
        return WeightedRoundRobin.INSTANCE;
    }

    /**
     * The server with the fewest in flight, weights ignored; equals take turns. Exact up to 64 servers. Above that, 64 are
     * looked at, one drawn from each of 64 equal parts of the list: the server picked is then among the 5 % least loaded
     * with a probability above 96 %, and among the 10 % least loaded with one above 99.8 %.
     *
     * @return the least-connections scheduler
     */
    static Scheduler leastConnections() {
        return LeastConnections.PLAIN;
    }

    /**
     * The server with the fewest in flight for its weight; equals take turns. Exact and bounded as
     * {@link #leastConnections()}.
     *
     * @return the weighted least-connections scheduler
     */
    static Scheduler weightedLeastConnections() {
        return LeastConnections.WEIGHTED;
    }

    /**
     * Always the most preferred server that accepts: the lowest priority number, and among equals the one declared first.
     * The others stand by.
     *
     * @return the priority scheduler
     */
    static Scheduler priority() {
        return Priority.INSTANCE;
    }
}
