package io.evenkeel.lb.engine;

import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.SourcePersistence;
import io.evenkeel.lb.persist.TablePersistence;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's persistence at work in one of its pools: its settings, its table, and a guard, since the table may be the
 * user's. The pools share the table, in which a client has a key for each of them: it may have a server in each. Services
 * that share a table and have pools of one name share these pools' keys too. Any thread.
 */
public final class Affinity {

    private static final Logger log = LoggerFactory.getLogger(Affinity.class);

    private final String service;
    private final TablePersistence<?> settings;
    private final AffinityTable table;
    private final AtomicBoolean complained;
    /** What tells a pool's keys from those of the default pool; null for the latter. */
    private final @Nullable AffinityKey pool;

    private Affinity(
            String service,
            TablePersistence<?> settings,
            AffinityTable table,
            AtomicBoolean complained,
            @Nullable AffinityKey pool) {
        this.service = service;
        this.settings = settings;
        this.table = table;
        this.complained = complained;
        this.pool = pool;
    }

    /** The one for a service's new settings: with its old table, unless that is to be another. */
    static Affinity of(
            String service, TablePersistence<?> settings, @Nullable Affinity previous, EngineContext context) {
        if (previous != null && previous.settings.equals(settings)) {
            return previous;
        }
        AffinityTable table = settings.table()
                .orElseGet(() -> AffinityTable.inMemory(settings.timeout(), settings.maxEntries(), context.time()));
        return new Affinity(service, settings, table, new AtomicBoolean(), null);
    }

    /** The one for another pool than the default one. */
    Affinity forPool(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return new Affinity(service, settings, table, complained, AffinityKey.of(bytes, 0, bytes.length));
    }

    /**
     * What a client is known by.
     *
     * @param client its address
     * @return the key
     * @throws IllegalStateException when clients are not known by their address
     */
    public AffinityKey key(InetAddress client) {
        if (settings instanceof SourcePersistence source) {
            return inPool(source.key(client));
        }
        throw new IllegalStateException("clients are not known by their address: " + settings);
    }

    /**
     * What a client is known by, where that is a value which it sends.
     *
     * @param bytes has the value of its cookie or field
     * @param from where it begins
     * @param to behind its last byte
     * @return the key
     * @throws IndexOutOfBoundsException when this is not a part of the array
     */
    public AffinityKey key(byte[] bytes, int from, int to) {
        return inPool(AffinityKey.of(bytes, from, to));
    }

    private AffinityKey inPool(AffinityKey key) {
        return pool == null ? key : new AffinityKey(key.high() ^ pool.high(), key.low() ^ pool.low());
    }

    /**
     * How clients are known.
     *
     * @return the settings
     */
    public TablePersistence<?> settings() {
        return settings;
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
    public AffinityStatistics statistics() {
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
