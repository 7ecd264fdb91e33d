package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.AdminState;
import io.evenkeel.lb.ServiceStatus;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.testkit.engine.ModelMember.Published;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A service in the model: its members as the control loop knows them, and as they were published last. */
final class ModelService {

    /** What selections choose from. */
    record State(Step.Config config, List<Published> members) {

        ServiceStatus status() {
            if (members.isEmpty()) {
                return ServiceStatus.DOWN;
            }
            List<Published> enabled = members.stream()
                    .filter(member -> member.admin() == AdminState.ENABLED)
                    .toList();
            if (enabled.isEmpty()) {
                return ServiceStatus.DISABLED;
            }
            if (members.stream().noneMatch(Published::takesNew)) {
                return ServiceStatus.DOWN;
            }
            if (!enabled.stream().allMatch(Published::isUp)) {
                return ServiceStatus.DEGRADED;
            }
            return enabled.stream().allMatch(member -> member.health() == Health.UNCHECKED)
                    ? ServiceStatus.UNCHECKED
                    : ServiceStatus.UP;
        }
    }

    final Map<String, ModelMember> members = new LinkedHashMap<>();
    /** Losses since the last publication. */
    final List<String> losses = new ArrayList<>();

    Step.Config config;
    State published;
    private long nextOrdinal;

    ModelService(Step.Config config) {
        this.config = config;
    }

    ModelMember newMember(Step.Server server) {
        return new ModelMember(nextOrdinal++, server, config.checked() ? Health.UNKNOWN : Health.UNCHECKED);
    }

    void publish() {
        published = new State(
                config,
                members.values().stream()
                        .map(member -> member.published(config.unknownIsUp()))
                        .toList());
    }
}
