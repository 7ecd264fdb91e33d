package io.evenkeel.lb.persist;

/** What an {@link AffinityTable} has done so far. Immutable. */
public final class AffinityStatistics {

    private final long entries;
    private final long hits;
    private final long misses;
    private final long evictions;

    /**
     * A table's counters.
     *
     * @param entries how many keys are bound, about
     * @param hits how many lookups found a host
     * @param misses how many found none
     * @param evictions how many entries had to make room for others; those that timed out do not count
     */
    public AffinityStatistics(long entries, long hits, long misses, long evictions) {
        this.entries = entries;
        this.hits = hits;
        this.misses = misses;
        this.evictions = evictions;
    }

    /**
     * How many keys are bound.
     *
     * @return 0 or more; may count some that have timed out
     */
    public long entries() {
        return entries;
    }

    /**
     * How many lookups found a host.
     *
     * @return 0 or more
     */
    public long hits() {
        return hits;
    }

    /**
     * How many lookups found none.
     *
     * @return 0 or more
     */
    public long misses() {
        return misses;
    }

    /**
     * How many entries had to make room.
     *
     * @return 0 or more
     */
    public long evictions() {
        return evictions;
    }

    @Override
    public String toString() {
        return entries + " entries, " + hits + " hits, " + misses + " misses, " + evictions + " evictions";
    }
}
