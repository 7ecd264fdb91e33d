package io.evenkeel.lb.testkit.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a persistence table should do; it has room for everybody. */
final class ModelTable {

    private record Bound(String host, long used) {}

    private final Set<ModelSight> seen;
    private final Map<String, Bound> hosts = new HashMap<>();
    long hits;
    long misses;

    ModelTable(Set<ModelSight> seen) {
        this.seen = seen;
    }

    private Bound live(String client, long now) {
        Bound bound = hosts.get(client);
        boolean expired = bound != null && now - bound.used >= Features.TABLE_TIMEOUT.toNanos();
        return expired ? null : bound;
    }

    String lookup(String client, long now) {
        Bound bound = live(client, now);
        if (bound == null) {
            misses++;
            if (hosts.remove(client) != null) {
                seen.add(ModelSight.TABLE_EXPIRY);
            }
            return null;
        }
        hits++;
        seen.add(ModelSight.TABLE_HIT);
        hosts.put(client, new Bound(bound.host, now));
        return bound.host;
    }

    void bind(String client, String host, String expected, long now) {
        Bound bound = live(client, now);
        if (bound == null ? expected == null : bound.host.equals(expected)) {
            hosts.put(client, new Bound(host, now));
        } else if (expected == null) {
            seen.add(ModelSight.TABLE_RACE_LOST);
            touch(client, now); // it has seen that somebody was faster
        }
    }

    void touch(String client, long now) {
        Bound bound = live(client, now);
        if (bound != null) {
            hosts.put(client, new Bound(bound.host, now));
        }
    }

    long entries(long now) {
        return hosts.keySet().stream()
                .filter(client -> live(client, now) != null)
                .count();
    }
}
