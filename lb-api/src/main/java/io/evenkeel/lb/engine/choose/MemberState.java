package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServerSnapshot;
import java.time.Instant;

/**
 * A member and its state as published; the counters are read when a snapshot is taken.
 *
 * @param member the data path's view
 * @param admin what the administrator wants
 * @param observed what is observed
 * @param up whether that counts as up
 */
public record MemberState(Member member, AdminState admin, Observed observed, boolean up) {

    /**
     * What users get to see.
     *
     * @return with the counters as they are now
     */
    public ServerSnapshot snapshot() {
        MemberStats stats = member.stats();
        return new Snapshot(
                member.id(),
                member.endpoint().toString(),
                member.weight(),
                observed.health(),
                admin,
                observed.cause(),
                observed.since(),
                member.inFlight(),
                stats.sum(MemberStats.CONNECTIONS),
                stats.sum(MemberStats.REQUESTS),
                stats.sum(MemberStats.BYTES_IN),
                stats.sum(MemberStats.BYTES_OUT),
                stats.sum(MemberStats.FAILURES));
    }

    private record Snapshot(
            String id,
            String address,
            int weight,
            Health health,
            AdminState admin,
            String cause,
            Instant since,
            int inFlight,
            long totalConnections,
            long totalRequests,
            long bytesIn,
            long bytesOut,
            long failures)
            implements ServerSnapshot {}
}
