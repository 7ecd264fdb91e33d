package io.evenkeel.lb.persist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A Caffeine cache: bounded, and a client who floods it with new addresses does not push out those who come again. */
final class MemoryAffinityTable implements AffinityTable {

    private final Cache<AffinityKey, String> hosts;
    private final LongAdder evictions = new LongAdder();

    MemoryAffinityTable(Duration timeout, int maxEntries, TimeSource time) {
        hosts = Caffeine.newBuilder()
                .expireAfterAccess(Setting.range(
                        "persistence timeout", timeout, TablePersistence.SHORTEST, TablePersistence.LONGEST))
                .maximumSize(Setting.range("persistence entries", maxEntries, 1, TablePersistence.MOST_ENTRIES))
                .ticker(time::nanoTime)
                .executor(Runnable::run) // housekeeping is brief, and no thread of others is borrowed for it
                .evictionListener((key, host, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evictions.increment();
                    }
                })
                .recordStats()
                .build();
    }

    @Override
    public Lookup lookup(AffinityKey key, Answer answer) {
        answer.found(hosts.getIfPresent(key));
        return Lookup.ANSWERED;
    }

    @Override
    public void bind(AffinityKey key, String host, @Nullable String expected) {
        if (expected == null) {
            hosts.asMap().putIfAbsent(key, host);
        } else {
            hosts.asMap().replace(key, expected, host);
        }
    }

    @Override
    public void touch(AffinityKey key) {
        hosts.asMap().get(key);
    }

    @Override
    public AffinityStatistics statistics() {
        hosts.cleanUp();
        CacheStats stats = hosts.stats();
        return new AffinityStatistics(hosts.estimatedSize(), stats.hitCount(), stats.missCount(), evictions.sum());
    }
}
