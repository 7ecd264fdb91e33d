package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the control loop publishes of a pool, in one volatile write. Immutable.
 *
 * @param tiers members that take new clients, the lowest priority number first
 * @param persisted members that take clients persisted to them, by host and by what they are bound as
 * @param keepers members that take clients persisted to them, and no others
 * @param members every member, by the order of declaration
 * @param boundAs what clients are bound to, of every member by its id; the same object as long as nothing of it changes
 * @param status how the pool is doing as a whole
 * @param sorry where clients go when there is no other, or null
 */
public record PoolState(
        List<Tier> tiers,
        Map<String, List<Member>> persisted,
        List<Member> keepers,
        List<MemberState> members,
        Map<String, String> boundAs,
        ServiceStatus status,
        @Nullable MemberState sorry) {

    public static final PoolState EMPTY =
            new PoolState(List.of(), Map.of(), List.of(), List.of(), Map.of(), ServiceStatus.DOWN, null);

    /** Whether a server accepts this client now: one that it has not tried. */
    boolean accepts(Selection client) {
        for (Tier tier : tiers) {
            for (Member member : tier.members) {
                if (client.admits(member)) {
                    return true;
                }
            }
        }
        String host = client.host();
        return host != null && persisted.getOrDefault(host, List.of()).stream().anyMatch(client::admits);
    }

    /** Whether clients who persist to a host may have this server. */
    boolean isKept(@Nullable String host, Member member) {
        return host != null && persisted.getOrDefault(host, List.of()).contains(member);
    }

    /** Whether a member, or the sorry server, is reached there. */
    public boolean has(Endpoint endpoint) {
        return (sorry != null && sorry.member().endpoint() == endpoint)
                || members.stream().anyMatch(each -> each.member().endpoint() == endpoint);
    }

    public Optional<MemberState> member(String id) {
        return members.stream().filter(each -> each.member().id().equals(id)).findFirst();
    }

    public Optional<ServerSnapshot> sorrySnapshot() {
        return Optional.ofNullable(sorry).map(MemberState::snapshot);
    }

    /** The snapshot of each member with its counters as they are now. */
    public List<ServerSnapshot> snapshots() {
        return members.stream().map(MemberState::snapshot).toList();
    }
}
