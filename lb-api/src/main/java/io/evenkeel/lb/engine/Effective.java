package io.evenkeel.lb.engine;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.engine.choose.Observed;
import io.evenkeel.lb.status.AdminState;

/**
 * What a member is in effect: a pure function of what is declared, what the administrator set, what is observed, and the
 * clock.
 *
 * @param admin the administrative state in force
 * @param weight the weight in force
 * @param takesNew whether new clients are given to it
 * @param takesPersisted whether clients persisted to it are given to it
 */
record Effective(AdminState admin, int weight, boolean takesNew, boolean takesPersisted) {

    /** Whether the operator wants new clients to be given to it, whatever is observed. */
    boolean isWanted() {
        return admin == AdminState.ENABLED && weight > 0;
    }

    static Effective of(
            RealServer declared, AdminOverride override, Observed observed, boolean unknownIsUp, long nowNanos) {
        boolean drainOver = override.state() == AdminState.DRAINING && nowNanos - override.drainEnds() >= 0;
        AdminState admin = drainOver ? AdminState.DISABLED : override.state();
        int weight = override.weight() >= 0 ? override.weight() : declared.weight();
        boolean up = observed.health().isUp(unknownIsUp);
        return new Effective(
                admin, weight, up && admin == AdminState.ENABLED && weight > 0, up && admin != AdminState.DISABLED);
    }
}
