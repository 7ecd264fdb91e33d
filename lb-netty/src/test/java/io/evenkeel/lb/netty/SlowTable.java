package io.evenkeel.lb.netty;

import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.persist.AffinityTable;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A table as a shared store is: its answers come when the test lets them, on another thread. */
final class SlowTable implements AffinityTable {

    final Map<AffinityKey, String> hosts = new ConcurrentHashMap<>();
    private final Queue<Runnable> asked = new ArrayDeque<>();

    @Override
    public synchronized Lookup lookup(AffinityKey key, Answer answer) {
        asked.add(() -> answer.found(hosts.get(key)));
        return Lookup.PENDING;
    }

    @Override
    public void bind(AffinityKey key, String host, @Nullable String expected) {
        if (expected == null) {
            hosts.putIfAbsent(key, host);
        } else {
            hosts.replace(key, expected, host);
        }
    }

    @Override
    public AffinityStatistics statistics() {
        return new AffinityStatistics(hosts.size(), 0, 0, 0);
    }

    synchronized int waiting() {
        return asked.size();
    }

    /** Answers who has waited longest. */
    synchronized void answer() {
        asked.remove().run();
    }
}
