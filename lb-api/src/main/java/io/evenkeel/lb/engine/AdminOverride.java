package io.evenkeel.lb.engine;

import io.evenkeel.lb.status.AdminState;

/**
 * The administrator's layer of a member. Kept by service and member id, so that it survives a replaced configuration.
 *
 * @param state what the administrator wants; a drain whose time is over counts as disabled
 * @param drainEnds when a drain ends, on the time source's nanosecond clock; 0 in other states
 * @param weight the weight set at run time, or -1 for the declared one
 */
record AdminOverride(AdminState state, long drainEnds, int weight) {

    static final AdminOverride NONE = new AdminOverride(AdminState.ENABLED, 0, -1);

    AdminOverride withState(AdminState next, long ends) {
        return new AdminOverride(next, ends, weight);
    }

    AdminOverride withWeight(int next) {
        return new AdminOverride(state, drainEnds, next);
    }
}
