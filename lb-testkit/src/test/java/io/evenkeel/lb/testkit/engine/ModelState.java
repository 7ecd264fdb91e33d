package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServiceStatus;
import io.evenkeel.lb.testkit.engine.ModelMember.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What selections choose from: a service as it was published, derived from what is documented of {@link
 * io.evenkeel.lb.Availability}.
 *
 * @param sorry the sorry server, or null
 */
record ModelState(Step.Config config, List<Published> members, ModelMember sorry) {

    private boolean isPanic() {
        long wanted = members.stream().filter(Published::isWanted).count();
        long healthy = members.stream().filter(Published::takesNew).count();
        return 100 * healthy < config.features().panicBelow() * wanted;
    }

    private boolean isDown() {
        List<Published> inUse = members.stream()
                .filter(member -> member.admin() == AdminState.ENABLED && member.isUp())
                .toList();
        int minimum = config.features().minimum();
        return members.stream().anyMatch(member -> member.server().critical() && !inUse.contains(member))
                || (minimum > 1 && inUse.size() < minimum);
    }

    /** Those that take new clients. */
    List<Published> eligible() {
        boolean panic = isPanic();
        return isDown()
                ? List.of()
                : members.stream()
                        .filter(member -> member.takesNew() || (panic && member.isWanted()))
                        .toList();
    }

    /** Those that take new clients, in the order in which they are tried. */
    List<List<Published>> tiers() {
        TreeMap<Integer, List<Published>> byPriority = new TreeMap<>();
        eligible()
                .forEach(member -> byPriority
                        .computeIfAbsent(member.server().priority(), p -> new ArrayList<>())
                        .add(member));
        List<List<Published>> tiers = new ArrayList<>();
        for (List<Published> next : byPriority.values()) {
            List<Published> last = tiers.isEmpty() ? null : tiers.get(tiers.size() - 1);
            if (last != null && last.size() < config.features().overflowBelow()) {
                last.addAll(next);
            } else {
                tiers.add(new ArrayList<>(next));
            }
        }
        return tiers;
    }

    /** Those that take clients who persist to a host, or to a server of a host that has several. */
    List<Published> persisted(String host) {
        boolean panic = isPanic();
        return host == null || isDown()
                ? List.of()
                : members.stream()
                        .filter(member -> member.server().host().equals(host)
                                || boundAs(member).equals(host))
                        .filter(member -> member.takesPersisted() || (panic && member.isWanted()))
                        .toList();
    }

    String boundAs(Published member) {
        String host = member.server().host();
        long several = members.stream()
                .filter(other -> other.server().host().equals(host))
                .count();
        return several > 1 ? member.id() : host;
    }

    ServiceStatus status() {
        List<Published> enabled = members.stream()
                .filter(member -> member.admin() == AdminState.ENABLED)
                .toList();
        if (eligible().isEmpty() && sorry != null) {
            return ServiceStatus.SORRY;
        }
        if (members.isEmpty()) {
            return ServiceStatus.DOWN;
        }
        if (enabled.isEmpty()) {
            return ServiceStatus.DISABLED;
        }
        if (eligible().isEmpty()) {
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
