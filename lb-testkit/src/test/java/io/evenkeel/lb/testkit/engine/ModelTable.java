package io.evenkeel.lb.testkit.engine;

import java.util.HashMap;
import java.util.Map;

/** What a persistence table should do; it has room for everybody. */
final class ModelTable {

    private record Bound(String host, long used) {}

    private final Map<String, Bound> hosts = new HashMap<>();
    long hits;
    long misses;

    private Bound live(String client, long now) {
        Bound bound = hosts.get(client);
        boolean expired = bound != null && now - bound.used >= Features.TABLE_TIMEOUT.toNanos();
        return expired ? null : bound;
    }

    String lookup(String client, long now) {
        Bound bound = live(client, now);
        if (bound == null) {
            misses++;
            return null;
        }
        hits++;
        hosts.put(client, new Bound(bound.host, now));
        return bound.host;
    }

    void bind(String client, String host, String expected, long now) {
        Bound bound = live(client, now);
        if (bound == null ? expected == null : bound.host.equals(expected)) {
            hosts.put(client, new Bound(host, now));
        } else if (expected == null) {
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
