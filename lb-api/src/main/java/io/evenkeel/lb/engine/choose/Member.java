package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.spi.ServerView;

/** A real server as the data path sees it, in one published state. */
public final class Member implements ServerView {

    private final RealServer declared;
    private final String id;
    private final long ordinal;
    private final int weight;
    private final Endpoint endpoint;
    private final MemberStats stats;
    private final Ramp ramp;
    private final Streak streak;
    private final String boundAs;

    /**
     * A member as it is published.
     *
     * @param declared its description
     * @param ordinal its place in the order of declaration
     * @param weight the weight in force
     * @param endpoint where it is reached, shared by all that name it
     * @param stats its counters
     * @param ramp its slow start
     * @param streak its failures in a row
     * @param boundAs what clients are bound to
     */
    public Member(
            RealServer declared,
            long ordinal,
            int weight,
            Endpoint endpoint,
            MemberStats stats,
            Ramp ramp,
            Streak streak,
            String boundAs) {
        this.declared = declared;
        this.id = declared.id();
        this.ordinal = ordinal;
        this.weight = weight;
        this.endpoint = endpoint;
        this.stats = stats;
        this.ramp = ramp;
        this.streak = streak;
        this.boundAs = boundAs;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long ordinal() {
        return ordinal;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int priority() {
        return declared.priority();
    }

    @Override
    public int inFlight() {
        return endpoint.inFlight();
    }

    @Override
    public double ramp() {
        return ramp.level();
    }

    /**
     * What persistence binds clients to.
     *
     * @return the member's host, so that a client's ports meet on it; its id where other members have the same host
     */
    public String boundAs() {
        return boundAs;
    }

    Streak streak() {
        return streak;
    }

    /**
     * What the member is declared as.
     *
     * @return the configuration
     */
    public RealServer declared() {
        return declared;
    }

    /**
     * Where the member is reached.
     *
     * @return the endpoint
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * The member's counters.
     *
     * @return the counters, the same for the member's whole life
     */
    public MemberStats stats() {
        return stats;
    }

    boolean isFull() {
        int limit = declared.maxConnections();
        return limit != 0 && endpoint.inFlight() >= limit;
    }

    @Override
    public String toString() {
        return id;
    }
}
