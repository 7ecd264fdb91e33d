package io.evenkeel.lb.engine;

import io.evenkeel.lb.AdminState;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.ServiceStatus;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.ServerView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a pool's next state from its entries, and carries pickers' state from one to the next. Control thread only. */
final class Publisher {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    private record Context(
            List<ServerView> servers, int workers, @Nullable Picker previous) implements PickerContext {}

    private final String service;
    private final int workers;

    /** Each priority's last picker, kept while the priority has no available member, so that rotations go on. */
    private final Map<Integer, Picker> pickers = new HashMap<>();

    private @Nullable Scheduler scheduler;

    Publisher(String service, int workers) {
        this.service = service;
        this.workers = workers;
    }

    PoolState next(Pool config, Collection<Entry> entries, long nowNanos) {
        if (scheduler != config.scheduler()) {
            pickers.clear();
            scheduler = config.scheduler();
        }
        boolean unknownIsUp = config.healthPolicy().isUnknownUp();
        List<MemberState> members = new ArrayList<>(entries.size());
        Map<Integer, List<Member>> takeNew = new TreeMap<>();
        Map<String, List<Member>> takePersisted = new HashMap<>();
        for (Entry entry : entries) {
            Effective effective = entry.effective(unknownIsUp, nowNanos);
            MemberState state = entry.state(effective);
            Member member = state.member();
            members.add(state);
            if (effective.takesNew()) {
                takeNew.computeIfAbsent(member.priority(), p -> new ArrayList<>())
                        .add(member);
            }
            if (effective.takesPersisted()) {
                takePersisted
                        .computeIfAbsent(member.declared().host(), h -> new ArrayList<>(1))
                        .add(member);
            }
        }
        pickers.keySet()
                .retainAll(entries.stream().map(e -> e.declared.priority()).toList());
        List<Tier> tiers = takeNew.entrySet().stream()
                .map(e -> tier(config.scheduler(), e.getKey(), e.getValue()))
                .toList();
        return new PoolState(tiers, takePersisted, List.copyOf(members), status(members, takeNew, unknownIsUp));
    }

    private Tier tier(Scheduler by, int priority, List<Member> members) {
        members.sort(Comparator.comparingLong(Member::ordinal));
        List<ServerView> views = List.copyOf(members);
        Picker picker;
        try {
            picker = Objects.requireNonNull(by.newPicker(new Context(views, workers, pickers.get(priority))));
            pickers.put(priority, picker);
        } catch (Throwable e) { // the scheduler may be the user's
            log.error("{}: scheduler {} made no picker; round robin is used instead", service, by.name(), e);
            picker = Scheduler.roundRobin().newPicker(new Context(views, workers, null));
        }
        return new Tier(members.toArray(new Member[0]), picker);
    }

    private static ServiceStatus status(
            List<MemberState> members, Map<Integer, List<Member>> takeNew, boolean unknownIsUp) {
        List<MemberState> enabled = members.stream()
                .filter(member -> member.admin() == AdminState.ENABLED)
                .toList();
        if (enabled.isEmpty()) {
            return members.isEmpty() ? ServiceStatus.DOWN : ServiceStatus.DISABLED;
        }
        if (takeNew.isEmpty()) {
            return ServiceStatus.DOWN;
        }
        if (enabled.stream().anyMatch(member -> !member.observed().health().isUp(unknownIsUp))) {
            return ServiceStatus.DEGRADED;
        }
        boolean unchecked =
                enabled.stream().allMatch(member -> member.observed().health() == Health.UNCHECKED);
        return unchecked ? ServiceStatus.UNCHECKED : ServiceStatus.UP;
    }
}
