package io.evenkeel.lb.engine;

import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.SourcePersistence;
import io.evenkeel.lb.persist.TablePersistence;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service's persistence at work: its settings, its table, and a guard, since the table may be the user's. Any thread. */
public final class Affinity {

    private static final Logger log = LoggerFactory.getLogger(Affinity.class);

    private final String service;
    private final TablePersistence<?> settings;
    private final AffinityTable table;
    private final AtomicBoolean complained = new AtomicBoolean();

    Affinity(String service, TablePersistence<?> settings, AffinityTable table) {
        this.service = service;
        this.settings = settings;
        this.table = table;
    }

    /** The one for a service's new settings: with its old table, unless that is to be another. */
    static Affinity of(
            String service, TablePersistence<?> settings, @Nullable Affinity previous, EngineContext context) {
        if (previous != null && previous.settings.equals(settings)) {
            return previous;
        }
        AffinityTable table = settings.table()
                .orElseGet(() -> AffinityTable.inMemory(settings.timeout(), settings.maxEntries(), context.time()));
        return new Affinity(service, settings, table);
    }

    /**
     * What a client is known by.
     *
     * @param client its address
     * @return the key
     */
    public AffinityKey key(InetAddress client) {
        if (settings instanceof SourcePersistence source) {
            return source.key(client);
        }
        throw new IllegalStateException("clients are not known by their address: " + settings);
    }

    /**
     * How long a client waits for the table.
     *
     * @return nanoseconds
     */
    public long lookupNanos() {
        return settings.lookupTimeout().toNanos();
    }

    /**
     * Asks the table; one that fails knows nobody.
     *
     * @param key the client's key
     * @param answer hears of the host
     * @return whether the answer has been called, or will be
     */
    public AffinityTable.Lookup lookup(AffinityKey key, AffinityTable.Answer answer) {
        try {
            return table.lookup(key, answer);
        } catch (Throwable e) { // a user's class may lack a class of its own, too
            complain(e);
            answer.found(null);
            return AffinityTable.Lookup.ANSWERED;
        }
    }

    /**
     * Binds a client to a host, unless another connection of it was faster.
     *
     * @param key the client's key
     * @param host the host that it is connected to
     * @param expected what the lookup found
     */
    public void bind(AffinityKey key, String host, @Nullable String expected) {
        try {
            table.bind(key, host, expected);
        } catch (Throwable e) {
            complain(e);
        }
    }

    /**
     * A client's connection has ended.
     *
     * @param key the client's key
     */
    public void touch(AffinityKey key) {
        try {
            table.touch(key);
        } catch (Throwable e) {
            complain(e);
        }
    }

    @Nullable
    AffinityStatistics statistics() {
        try {
            return table.statistics();
        } catch (Throwable e) {
            complain(e);
            return null;
        }
    }

    private void complain(Throwable failure) {
        if (complained.compareAndSet(false, true)) {
            log.warn(
                    "{}: the persistence table fails; clients are balanced as if not known. Told once.",
                    service,
                    failure);
        }
    }
}
