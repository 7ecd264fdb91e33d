package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.status.AdminState;

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

        /** Whether the operator has nothing against new clients. */
        boolean isWanted() {
            return admin == AdminState.ENABLED && weight > 0;
        }

        boolean takesNew() {
            return isUp() && isWanted();
        }

        boolean takesPersisted() {
            return isUp() && admin != AdminState.DISABLED;
        }

        String id() {
            return server.id();
        }
    }

    /** Which probe watches the member: probes are shared by whoever has the same target and policy. */
    record Watch(String target, boolean unknownIsUp) {}

    final ModelService service;
    final long ordinal;
    final ModelEjection ejection = new ModelEjection();
    final ModelSlowStart slowStart;
    Step.Server server;
    AdminState admin = AdminState.ENABLED;
    boolean timer;
    long drainEnds;
    int weightOverride = -1;
    /** What is observed by its check, or the one's that it follows. */
    Health health;

    Watch watch;
    long connections;
    long failures;
    boolean retired;

    ModelMember(ModelService service, long ordinal, Step.Server server, Health health, boolean late) {
        this.service = service;
        this.ordinal = ordinal;
        this.server = server;
        this.health = health;
        this.slowStart = new ModelSlowStart(late);
    }

    Published published() {
        int weight = weightOverride >= 0 ? weightOverride : server.weight();
        boolean wellButEjected = ejection.isOn() && health != Health.DOWN && health != Health.RECOVERING;
        Health shown = wellButEjected ? Health.EJECTED : health;
        return new Published(this, server, weight, admin, shown, service.config.unknownIsUp());
    }

    @Override
    public String toString() {
        return server.id() + "#" + ordinal;
    }
}
