package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.RandomSource;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection's or exchange's way to a server: the state that it chose from, the servers already tried, and the
 * reservation that it holds. Reusable; used by one worker at a time, on that worker's thread.
 *
 * <p>After {@link Choice#PICKED} it holds a reservation, which is settled exactly once: by {@link #settle}, or by
 * {@link #exclude}, after which the caller may choose again.
 */
public final class Selection implements PickContext {

    private static final Endpoint[] NONE_TRIED = {};
    private static final int RAMP_STEPS = 1 << 20;
    private static final ClientView NOBODY = (prefix4, prefix6) -> ClientView.NONE;

    /** What a client may still do when all servers are full. */
    enum Patience {
        /** It may wait, behind those who do. */
        NEW,
        /** It was called from the waiting room, and chooses next. */
        CALLED,
        /** It has waited for as long as it may. */
        OVER,
        /** There was no place for it to wait in, so it must not overtake those who do. */
        TURNED_AWAY
    }

    private @Nullable Worker worker;
    private @Nullable PoolState state;
    private @Nullable String host;
    private @Nullable Tier tier;
    private @Nullable Member member;
    private boolean reserved;
    private boolean answered;
    private boolean slowStart;
    private boolean keepsBack;
    private boolean standIn;
    private Patience patience = Patience.NEW;
    private Endpoint[] tried = NONE_TRIED;
    private int triedCount;

    /** By what {@link #key} was made, or null. */
    private @Nullable ClientKey keyedBy;

    private long key;

    /** None before a picker listens. */
    private @Nullable Hearing hearing;

    private final int counted;
    private final ClientView client;

    /** For connections. */
    public Selection() {
        this(MemberStats.CONNECTIONS);
    }

    /**
     * For a unit of work of its own kind.
     *
     * @param counted which of a server's counters tells how many it was given, of {@link MemberStats}
     */
    public Selection(int counted) {
        this(counted, NOBODY);
    }

    /**
     * For a unit of work of its own kind, for a client who is known.
     *
     * @param counted which of a server's counters tells how many it was given, of {@link MemberStats}
     * @param client asked while a server is chosen, if the scheduler hashes something of it
     */
    public Selection(int counted, ClientView client) {
        this.counted = counted;
        this.client = client;
    }

    /** Forgets everything, to be used for the next connection. The reservation must have been settled. */
    public void reset() {
        assert !reserved : "reset with a reservation that is not settled";
        worker = null;
        state = null;
        host = null;
        tier = null;
        keyedBy = null;
        member = null;
        patience = Patience.NEW;
        Arrays.fill(tried, 0, triedCount, null);
        triedCount = 0;
    }

    /**
     * The server picked.
     *
     * @return the member that the last choose picked
     * @throws NullPointerException before the first pick
     */
    public Member member() {
        return Objects.requireNonNull(member, "nothing was picked yet");
    }

    /**
     * Whether the server picked is for this once: the sorry server, or one in place of the client's own, which is full. The
     * client is not to be bound to it.
     *
     * @return false for a server that the client may persist to
     */
    public boolean isStandIn() {
        return standIn;
    }

    /**
     * How many servers were tried in vain.
     *
     * @return 0 or more
     */
    public int triedCount() {
        return triedCount;
    }

    /**
     * Whether a reservation is held.
     *
     * @return true from a pick to its settling
     */
    public boolean isReserved() {
        return reserved;
    }

    /** The client was called from the waiting room: it chooses next from the pool as it is then. */
    public void called() {
        patience = Patience.CALLED;
        state = null;
    }

    /** The client does not wait any longer: it chooses next from the pool as it is then, and what it gets is final. */
    public void endWait() {
        patience = Patience.OVER;
        state = null;
    }

    /** There was no place in the waiting room: the client chooses next among what is left. */
    public void turnedAway() {
        patience = Patience.TURNED_AWAY;
    }

    /** The server picked has answered: its failures are no longer in a row. */
    public void answered() {
        if (!answered) {
            answered = true;
            member().streak().broken();
        }
    }

    /** The server gets what it is to answer: its latency counts from now, unless it has answered already. */
    public void handed() {
        if (hearing != null) {
            hearing.handed();
        }
    }

    /**
     * The server's latency is over: its answer has begun, or the connection is made.
     *
     * @param isError whether it has answered that it failed
     */
    public void replied(boolean isError) {
        if (hearing != null) {
            hearing.answered(isError);
        }
    }

    /**
     * Gives the reservation back: the work is done. A second settle is a bug: it fails an assertion where they are
     * enabled; else it is counted by {@link Worker#doubleSettles()} and ignored.
     *
     * @param outcome how it ended
     * @param nanos how long it took
     * @return whether there was a reservation to settle
     */
    public boolean settle(Outcome outcome, long nanos) {
        if (!reserved) {
            if (worker != null) {
                worker.countDoubleSettle();
            }
            assert false : "settled twice: " + member + " " + outcome;
            return false;
        }
        reserved = false;
        Member picked = member();
        picked.endpoint().release();
        if (outcome.isFailure()) {
            picked.stats().add(Objects.requireNonNull(worker), MemberStats.FAILURES, 1);
            if (!answered) {
                picked.streak().failed();
            }
        } else if (outcome == Outcome.COMPLETED) {
            picked.streak().broken();
        }
        if (hearing != null) {
            hearing.settled(outcome);
        }
        return true;
    }

    /**
     * Settles, and never picks this server again in this selection.
     *
     * @param outcome why the server is excluded
     * @param nanos how long it took
     */
    public void exclude(Outcome outcome, long nanos) {
        if (settle(outcome, nanos)) {
            if (triedCount == tried.length) {
                tried = Arrays.copyOf(tried, Math.max(4, 2 * triedCount));
            }
            tried[triedCount++] = member().endpoint();
        }
    }

    /**
     * Captures the pool's state on the first choose; later ones choose from the same state.
     *
     * @param chooser who chooses
     * @param current the state last published
     * @param persistedHost the host that the client persists to, or null
     * @return the state to choose from
     */
    public PoolState begin(Worker chooser, PoolState current, @Nullable String persistedHost) {
        assert !reserved : "choose with a reservation that is not settled";
        worker = chooser;
        standIn = false;
        host = persistedHost;
        if (state == null) {
            state = current;
        }
        return state;
    }

    Patience patience() {
        return patience;
    }

    /**
     * A client that was called has chosen.
     *
     * @return whether it had been called
     */
    public boolean arrive() {
        boolean called = patience == Patience.CALLED;
        if (called) {
            patience = Patience.NEW;
        }
        return called;
    }

    /** The host that the client persists to, as of its last choice. */
    @Nullable
    String host() {
        return host;
    }

    /** What is picked from now on stands in for another. */
    void standIn() {
        standIn = true;
    }

    /**
     * What {@link #accepts} is about.
     *
     * @param inSlowStart whether any of these may be in slow start
     * @param back whether those are to refuse a share of the picks
     */
    void offer(Tier from, boolean inSlowStart, boolean back) {
        tier = from;
        slowStart = inSlowStart;
        keepsBack = back;
    }

    /** Reserves a member if it accepts one more. */
    boolean reserve(Member picked) {
        if (!picked.endpoint().tryReserve(picked.declared().maxConnections())) {
            return false;
        }
        take(picked);
        return true;
    }

    /** Reserves the sorry server, which has no limit. */
    void reserveSorry(Member sorry) {
        sorry.endpoint().tryReserve(0);
        standIn = true;
        take(sorry);
    }

    /** The picker of this tier hears of the reservation, if it wants to. */
    void heardBy(Tier by, int place) {
        if (by.heedsOutcomes) {
            Hearing listening = hearing;
            if (listening == null) {
                listening = new Hearing();
                hearing = listening;
            }
            listening.begin(by, place, Objects.requireNonNull(worker));
        }
    }

    private void take(Member picked) {
        member = picked;
        reserved = true;
        answered = false;
        if (hearing != null) {
            hearing.none();
        }
        picked.stats().add(Objects.requireNonNull(worker), counted, 1);
    }

    boolean wasTried(Member candidate) {
        for (int i = 0; i < triedCount; i++) {
            if (tried[i] == candidate.endpoint()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int worker() {
        return Objects.requireNonNull(worker).index();
    }

    @Override
    public RandomSource random() {
        return Objects.requireNonNull(worker).random();
    }

    @Override
    public boolean accepts(int index) {
        Member candidate = Objects.requireNonNull(tier).members[index];
        return admits(candidate) && (!keepsBack || isLetThrough(candidate));
    }

    boolean admits(Member candidate) {
        return !candidate.isFull() && (triedCount == 0 || !wasTried(candidate));
    }

    private boolean isLetThrough(Member candidate) {
        double ramp = candidate.ramp();
        return ramp >= 1 || random().nextInt(RAMP_STEPS) < ramp * RAMP_STEPS;
    }

    @Override
    public boolean isSlowStart() {
        return slowStart;
    }

    @Override
    public long key() {
        ClientKey by = Objects.requireNonNull(tier).key;
        if (by != keyedBy) {
            key = by.of(client);
            keyedBy = by;
        }
        return key;
    }

    @Override
    public long nanoTime() {
        return Objects.requireNonNull(worker).nanoTime();
    }
}
