package io.evenkeel.lb.engine;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Member;
import io.evenkeel.lb.engine.choose.MemberState;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Observed;
import io.evenkeel.lb.engine.choose.Ramp;
import io.evenkeel.lb.engine.choose.Streak;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import io.evenkeel.lb.spi.Registration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A member as the control loop keeps it: the three layers of its state. Control thread only. */
final class Entry {

    static final String UNRESOLVED = "name not resolved yet";

    RealServer declared;
    AdminOverride admin = AdminOverride.NONE;
    Observed observed;

    final long ordinal;
    final Endpoint endpoint;
    final MemberStats stats;
    final Ramp ramp = new Ramp();
    final Streak streak;

    @Nullable
    ProbeSpec probeSpec;

    /** A host name that was never resolved: there is no address to check or to dial. */
    boolean awaitsName;
    /** Whether the name could not be resolved the last time. */
    boolean nameFails;

    Registration name = () -> {};
    Registration probe = () -> {};
    Registration drainTimer = () -> {};

    /** Why it is ejected, or null if it is not. */
    @Nullable
    String ejection;

    Instant ejectedAt = Instant.EPOCH;
    /** How often in a row, which makes each ejection longer. */
    int ejections;

    long ejectionEnded;
    Registration ejectionTimer = () -> {};

    /** Whether new clients were given to it as it was published last. */
    boolean available;
    /** Whether it has been available or down before, or came when others were there: then it starts slowly. */
    boolean seasoned;
    /** Whether it takes over the health of a server that is not there. */
    boolean leaderless;

    private boolean retired;

    Entry(
            RealServer declared,
            Observed observed,
            long ordinal,
            Endpoint endpoint,
            MemberStats stats,
            Consumer<Entry> suspected) {
        this.declared = declared;
        this.observed = observed;
        this.ordinal = ordinal;
        this.endpoint = endpoint;
        this.stats = stats;
        this.streak = new Streak(() -> suspected.accept(this));
        this.awaitsName = endpoint.addresses().isEmpty();
    }

    /** What is observed, by checks and by the traffic's failures: of two ills the check's is told. */
    Observed shown() {
        if (awaitsName && observed.health().isUp(true)) { // so it may be said of the server that it follows
            return new Observed(Health.UNKNOWN, UNRESOLVED, observed.since());
        }
        String cause = ejection;
        return cause != null && observed.health().isUp(true)
                ? new Observed(Health.EJECTED, cause, ejectedAt)
                : observed;
    }

    Effective effective(boolean unknownIsUp, long nowNanos) {
        // As long as there is no address, the health is unknown or down.
        return Effective.of(declared, admin, shown(), unknownIsUp && !awaitsName, nowNanos);
    }

    /** Whether it counts among the servers that are up: those whose health says so and that have an address. */
    boolean isUp(boolean unknownIsUp) {
        return shown().health().isUp(unknownIsUp && !awaitsName);
    }

    MemberState state(Effective effective, boolean sharesHost, boolean up) {
        String boundAs = sharesHost ? declared.id() : declared.host();
        Member member = new Member(declared, ordinal, effective.weight(), endpoint, stats, ramp, streak, boundAs);
        return new MemberState(member, effective.admin(), shown(), up);
    }

    /** Whether nobody need wait for this member's first verdict. */
    boolean isJudged() {
        return retired || leaderless || observed.health() != Health.UNKNOWN;
    }

    boolean isRetired() {
        return retired;
    }

    void retire() {
        retired = true;
        name.cancel();
        probe.cancel();
        drainTimer.cancel();
        ejectionTimer.cancel();
    }
}
