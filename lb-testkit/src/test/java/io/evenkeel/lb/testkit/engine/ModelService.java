package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.check.Health;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A service in the model: its members as the control loop knows them, and as they were published last. */
final class ModelService {

    final Map<String, ModelMember> members = new LinkedHashMap<>();
    final ModelRoom room = new ModelRoom(this);
    /** Losses since the last publication. */
    final List<String> losses = new ArrayList<>();

    Step.Config config;
    /** Where clients go when there is no other server, or null. */
    ModelMember sorry;
    /** Where clients are remembered, or null. */
    ModelTable table;

    ModelState published;
    private boolean running;
    private long nextOrdinal;

    ModelService(Step.Config config) {
        this.config = config;
    }

    ModelMember newMember(Step.Server server) {
        Health first = config.checked() ? Health.UNKNOWN : Health.UNCHECKED;
        return new ModelMember(this, nextOrdinal++, server, first, running);
    }

    void publish(long now) {
        members.values().forEach(member -> member.slowStart.published(member, now));
        published = new ModelState(
                config, members.values().stream().map(ModelMember::published).toList(), sorry);
        running = true;
    }

    /** Whether a slow start goes on, as far as the model can tell. */
    boolean mayStartSlowly(long now) {
        return members.values().stream().anyMatch(member -> member.slowStart.isPossible(now));
    }

    boolean startsSlowly(long now) {
        return members.values().stream().anyMatch(member -> member.slowStart.isCertain(now));
    }
}
