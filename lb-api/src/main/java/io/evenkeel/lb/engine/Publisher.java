package io.evenkeel.lb.engine;

import io.evenkeel.lb.Pool;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Chooser;
import io.evenkeel.lb.engine.choose.Member;
import io.evenkeel.lb.engine.choose.MemberState;
import io.evenkeel.lb.engine.choose.PoolState;
import io.evenkeel.lb.engine.choose.Tier;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.ServerView;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServiceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
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
    private final Chooser.Complaint complaint;

    /** Each priority's last picker, kept while the priority has no available member, so that rotations go on. */
    private final Map<Integer, Picker> pickers = new HashMap<>();

    private @Nullable Scheduler scheduler;
    private boolean panicking;
    private Map<String, String> boundAs = Map.of();

    Publisher(String service, int workers, Chooser.Complaint complaint) {
        this.service = service;
        this.workers = workers;
        this.complaint = complaint;
    }

    PoolState next(Pool config, Collection<Entry> entries, @Nullable MemberState sorry, long nowNanos) {
        if (scheduler != config.scheduler()) {
            pickers.clear();
            scheduler = config.scheduler();
        }
        boolean unknownIsUp = config.healthPolicy().isUnknownUp();
        List<MemberState> members = new ArrayList<>(entries.size());
        TreeMap<Integer, List<Member>> takeNew = new TreeMap<>();
        Map<String, List<Member>> takePersisted = new HashMap<>();
        List<Member> keepers = new ArrayList<>();
        Set<String> alone = hostsOfOne(entries);
        boolean panic = isPanic(config.availability().panicBelow(), entries, unknownIsUp, nowNanos);
        for (Entry entry : entries) {
            Effective effective = entry.effective(unknownIsUp, nowNanos);
            boolean sharesHost = !alone.contains(entry.declared.host());
            MemberState state = entry.state(effective, sharesHost, entry.isUp(unknownIsUp));
            Member member = state.member();
            members.add(state);
            boolean believed = panic && effective.isWanted() && !entry.awaitsName;
            if (effective.takesNew() || believed) {
                takeNew.computeIfAbsent(member.priority(), p -> new ArrayList<>())
                        .add(member);
            }
            if (effective.takesPersisted() || believed) {
                takePersisted
                        .computeIfAbsent(member.declared().host(), h -> new ArrayList<>(1))
                        .add(member);
                takePersisted.putIfAbsent(member.boundAs(), List.of(member));
            }
            if (effective.takesPersisted() && !effective.takesNew() && !believed) {
                keepers.add(member);
            }
        }
        if (isDown(config.availability().minimumServers(), members)) {
            takeNew.clear();
            takePersisted.clear();
            keepers.clear();
        }
        pickers.keySet()
                .retainAll(entries.stream().map(e -> e.declared.priority()).toList());
        List<Tier> tiers = tiers(config, takeNew);
        ServiceStatus status = status(members, takeNew, sorry != null);
        bind(members);
        return new PoolState(tiers, takePersisted, List.copyOf(keepers), List.copyOf(members), boundAs, status, sorry);
    }

    /** What the data path makes of this map it makes anew when it is another one. */
    private void bind(List<MemberState> members) {
        Map<String, String> now = new HashMap<>();
        members.forEach(each -> now.put(each.member().id(), each.member().boundAs()));
        if (!now.equals(boundAs)) {
            boundAs = Map.copyOf(now);
        }
    }

    private static Set<String> hostsOfOne(Collection<Entry> entries) {
        Set<String> seen = new HashSet<>();
        Set<String> alone = new HashSet<>();
        for (Entry entry : entries) {
            String host = entry.declared.host();
            if (seen.add(host)) {
                alone.add(host);
            } else {
                alone.remove(host);
            }
        }
        return alone;
    }

    /** Whether so few are healthy that health is not believed. */
    private boolean isPanic(int belowPercent, Collection<Entry> entries, boolean unknownIsUp, long nowNanos) {
        long wanted = 0;
        long healthy = 0;
        for (Entry entry : entries) {
            Effective effective = entry.effective(unknownIsUp, nowNanos);
            wanted += effective.isWanted() ? 1 : 0;
            healthy += effective.takesNew() ? 1 : 0;
        }
        boolean panic = healthy * 100 < belowPercent * wanted;
        if (panic != panicking) {
            panicking = panic;
            if (panic) {
                log.warn("{}: panic: {} of {} servers are healthy; all of them get clients", service, healthy, wanted);
            } else {
                log.info("{}: panic is over: {} of {} servers are healthy", service, healthy, wanted);
            }
        }
        return panic;
    }

    /** Whether too few servers are up, or a critical one is not in use. A minimum of one is every pool's. */
    private static boolean isDown(int minimum, List<MemberState> members) {
        int up = 0;
        for (MemberState member : members) {
            boolean inUse = member.admin() == AdminState.ENABLED && member.up();
            if (!inUse && member.member().declared().isCritical()) {
                return true;
            }
            up += inUse ? 1 : 0;
        }
        return minimum > 1 && up < minimum;
    }

    /** One for each priority; those with too few servers share with the next. */
    private List<Tier> tiers(Pool config, SortedMap<Integer, List<Member>> byPriority) {
        List<Tier> tiers = new ArrayList<>();
        int few = config.availability().overflowBelow();
        int first = 0;
        List<Member> sharing = new ArrayList<>();
        for (Map.Entry<Integer, List<Member>> each : byPriority.entrySet()) {
            first = sharing.isEmpty() ? each.getKey() : first;
            sharing.addAll(each.getValue());
            if (sharing.size() >= few || each.getKey().equals(byPriority.lastKey())) {
                tiers.add(tier(config.scheduler(), first, sharing));
                sharing = new ArrayList<>();
            }
        }
        return List.copyOf(tiers);
    }

    private Tier tier(Scheduler by, int priority, List<Member> members) {
        members.sort(Comparator.comparingLong(Member::ordinal));
        List<ServerView> views = List.copyOf(members);
        Member[] array = members.toArray(new Member[0]);
        try {
            Context context = new Context(views, workers, pickers.get(priority));
            Tier tier = new Tier(array, Objects.requireNonNull(by.newPicker(context)), by, complaint);
            pickers.put(priority, tier.picker());
            return tier;
        } catch (Throwable e) { // the scheduler may be the user's
            log.error("{}: scheduler {} made no picker; round robin is used instead", service, by.name(), e);
            Scheduler instead = Scheduler.roundRobin();
            return new Tier(array, instead.newPicker(new Context(views, workers, null)), instead, complaint);
        }
    }

    private static ServiceStatus status(List<MemberState> members, Map<Integer, List<Member>> takeNew, boolean sorry) {
        if (takeNew.isEmpty() && sorry) {
            return ServiceStatus.SORRY;
        }
        List<MemberState> enabled = members.stream()
                .filter(member -> member.admin() == AdminState.ENABLED)
                .toList();
        if (enabled.isEmpty()) {
            return members.isEmpty() ? ServiceStatus.DOWN : ServiceStatus.DISABLED;
        }
        if (takeNew.isEmpty()) {
            return ServiceStatus.DOWN;
        }
        if (!enabled.stream().allMatch(MemberState::up)) {
            return ServiceStatus.DEGRADED;
        }
        boolean unchecked =
                enabled.stream().allMatch(member -> member.observed().health() == Health.UNCHECKED);
        return unchecked ? ServiceStatus.UNCHECKED : ServiceStatus.UP;
    }
}
