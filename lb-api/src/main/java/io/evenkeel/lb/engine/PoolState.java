package io.evenkeel.lb.engine;

import io.evenkeel.lb.ServerSnapshot;
import io.evenkeel.lb.ServiceStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the control loop publishes of a pool, in one volatile write. Immutable.
 *
 * @param tiers members that take new clients, the lowest priority number first
 * @param persisted members that take clients persisted to them, by host
 * @param members every member, by the order of declaration
 * @param status how the pool is doing as a whole
 */
record PoolState(
        List<Tier> tiers, Map<String, List<Member>> persisted, List<MemberState> members, ServiceStatus status) {

    static final PoolState EMPTY = new PoolState(List.of(), Map.of(), List.of(), ServiceStatus.DOWN);

    Optional<MemberState> member(String id) {
        return members.stream().filter(each -> each.member().id().equals(id)).findFirst();
    }

    /** The snapshot of each member with its counters as they are now. */
    List<ServerSnapshot> snapshots() {
        return members.stream().map(MemberState::snapshot).toList();
    }
}
