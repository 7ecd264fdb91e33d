package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.AdminState;
import io.evenkeel.lb.check.Health;

/** A server in a service's pool, in the model: one life, from its adding to its removal. */
final class ModelMember {

    /** What is published of a member: the picture that selections choose from. */
    record Published(
            ModelMember life, Step.Server server, int weight, AdminState admin, Health health, boolean unknownIsUp) {

        boolean isUp() {
            return switch (health) {
                case UP, DOUBTFUL, UNCHECKED -> true;
                case UNKNOWN -> unknownIsUp;
                case DOWN, RECOVERING, EJECTED -> false;
            };
        }

        boolean takesNew() {
            return isUp() && admin == AdminState.ENABLED && weight > 0;
        }

        boolean takesPersisted() {
            return isUp() && admin != AdminState.DISABLED;
        }
    }

    /** Which probe watches the member: probes are shared by whoever has the same target and policy. */
    record Watch(String target, boolean unknownIsUp) {}

    final long ordinal;
    Step.Server server;
    AdminState admin = AdminState.ENABLED;
    boolean timer;
    long drainEnds;
    int weightOverride = -1;
    Health health;
    Watch watch;
    long connections;
    long failures;

    ModelMember(long ordinal, Step.Server server, Health health) {
        this.ordinal = ordinal;
        this.server = server;
        this.health = health;
    }

    Published published(boolean unknownIsUp) {
        int weight = weightOverride >= 0 ? weightOverride : server.weight();
        return new Published(this, server, weight, admin, health, unknownIsUp);
    }

    @Override
    public String toString() {
        return server.id() + "#" + ordinal;
    }
}
