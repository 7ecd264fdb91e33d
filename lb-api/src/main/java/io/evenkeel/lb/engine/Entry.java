package io.evenkeel.lb.engine;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.spi.Registration;
import org.jspecify.annotations.Nullable;

/** A member as the control loop keeps it: the three layers of its state. Control thread only. */
final class Entry {

    RealServer declared;
    AdminOverride admin;
    Observed observed;

    final long ordinal;
    final Endpoint endpoint;
    final MemberStats stats;

    @Nullable
    ProbeSpec probeSpec;

    /** A host name that was never resolved: there is no address to check or to dial. */
    boolean awaitsName;
    /** Whether the name could not be resolved the last time. */
    boolean nameFails;

    Registration name = () -> {};
    Registration probe = () -> {};
    Registration drainTimer = () -> {};
    private boolean retired;

    Entry(
            RealServer declared,
            AdminOverride admin,
            Observed observed,
            long ordinal,
            Endpoint endpoint,
            MemberStats stats) {
        this.declared = declared;
        this.admin = admin;
        this.observed = observed;
        this.ordinal = ordinal;
        this.endpoint = endpoint;
        this.stats = stats;
        this.awaitsName = endpoint.addresses().isEmpty();
    }

    Effective effective(boolean unknownIsUp, long nowNanos) {
        // As long as there is no address, the health is unknown or down.
        return Effective.of(declared, admin, observed, unknownIsUp && !awaitsName, nowNanos);
    }

    MemberState state(Effective effective) {
        Member member = new Member(declared, ordinal, effective.weight(), endpoint, stats);
        return new MemberState(member, effective.admin(), observed);
    }

    /** Whether nobody need wait for this member's first verdict. */
    boolean isJudged() {
        return retired || observed.health() != Health.UNKNOWN;
    }

    void retire() {
        retired = true;
        name.cancel();
        probe.cancel();
        drainTimer.cancel();
    }
}
