package io.evenkeel.lb.engine;

import io.evenkeel.lb.Pool;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Observed;
import io.evenkeel.lb.engine.watch.NameWatch;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is observed of a pool's members: to which addresses their names are resolved, what their checks say, or those of the
 * servers that they follow. Control thread.
 */
final class Watching {

    private static final Logger log = LoggerFactory.getLogger(Watching.class);

    private final String service;
    private final EngineContext context;
    private final Runnable changed;
    private final Consumer<MemberChange> changes;
    private Pool config;

    /**
     * For a pool.
     *
     * @param changed called when what is published must be made anew
     * @param changes hears what is to be told after that
     */
    Watching(String service, Pool config, EngineContext context, Runnable changed, Consumer<MemberChange> changes) {
        this.service = service;
        this.config = config;
        this.context = context;
        this.changed = changed;
        this.changes = changes;
    }

    void configure(Pool next) {
        config = next;
    }

    /** What is known of a server before it is watched. */
    Observed first(Endpoint endpoint) {
        boolean unresolved = endpoint.addresses().isEmpty();
        return new Observed(
                check() == HealthCheck.none() && !unresolved ? Health.UNCHECKED : Health.UNKNOWN,
                unresolved ? Entry.UNRESOLVED : "",
                context.time().instant());
    }

    private HealthCheck check() {
        return config.healthCheck().orElse(context.defaultCheck());
    }

    // ---- names ----

    void resolve(Entry entry) {
        if (entry.declared.address().isPresent()) {
            return;
        }
        entry.name = context.names().watch(entry.declared.host(), new NameWatch.Listener() {
            @Override
            public void onAddresses(List<InetAddress> addresses) {
                resolved(entry, addresses);
            }

            @Override
            public void onFailure(String cause) {
                unresolved(entry, cause);
            }
        });
    }

    private void resolved(Entry entry, List<InetAddress> addresses) {
        String id = entry.declared.id();
        if (!addresses.equals(entry.endpoint.addresses())) {
            entry.endpoint.addresses(addresses);
            log.info(
                    "{}: server {} is reached at {}",
                    service,
                    id,
                    addresses.stream().map(InetAddress::getHostAddress).toList());
        } else if (entry.nameFails) {
            log.info("{}: the name of server {} is resolved again", service, id);
        }
        entry.nameFails = false;
        if (entry.awaitsName) {
            entry.awaitsName = false;
            changed.run();
            if (check() != HealthCheck.none()) {
                observe(entry, id, Health.UNKNOWN, "");
            }
        }
        watch(entry);
    }

    private void unresolved(Entry entry, String cause) {
        String id = entry.declared.id();
        if (entry.awaitsName) {
            observe(entry, id, Health.DOWN, "name not resolved: " + cause);
        } else if (!entry.nameFails) {
            log.warn("{}: the name of server {} is not resolved: {}; its last addresses are kept", service, id, cause);
        }
        entry.nameFails = true;
    }

    // ---- checks ----

    void watch(Entry entry) {
        if (entry.awaitsName) {
            return; // comes back with the first address
        }
        String id = entry.declared.id();
        HealthCheck check = check();
        if (entry.declared.following().isPresent()) {
            entry.probe.cancel();
            entry.probeSpec = null;
            return; // see follow
        }
        entry.leaderless = false;
        if (check == HealthCheck.none()) {
            entry.probe.cancel();
            entry.probeSpec = null;
            observe(entry, id, Health.UNCHECKED, "");
            return;
        }
        int policyPort = config.healthPolicy().port();
        int port = policyPort != 0 ? policyPort : entry.declared.port();
        String address = entry.endpoint.addresses().get(0).getHostAddress();
        boolean isNamed = check.asksByName() && entry.declared.address().isEmpty();
        CheckTarget target = new CheckTarget(address, port, isNamed ? entry.declared.host() : address);
        ProbeSpec spec = new ProbeSpec(target, check, config.healthPolicy());
        if (spec.equals(entry.probeSpec)) {
            return;
        }
        entry.probe.cancel();
        entry.probeSpec = spec;
        // A member whose check or address changed keeps its last health until the new check has a verdict.
        if (entry.observed.health() == Health.UNCHECKED) {
            observe(entry, id, Health.UNKNOWN, "");
        }
        entry.probe = context.watch().watch(spec, (health, cause) -> {
            Health next = health == Health.UNKNOWN ? entry.observed.health() : health;
            observe(entry, id, next, cause);
        });
    }

    /** Members that are healthy as others are hear of those; the answer is null for a server that cannot be followed. */
    void follow(Collection<Entry> entries, Function<RealServer.Following, @Nullable Observed> leaders) {
        for (Entry entry : entries) {
            RealServer.Following followed = entry.declared.following().orElse(null);
            if (followed != null) {
                Observed leader = leaders.apply(followed);
                entry.leaderless = leader == null;
                if (leader == null) {
                    observe(entry, entry.declared.id(), Health.UNKNOWN, followed + " is not there to be followed");
                } else {
                    String cause = leader.cause().isEmpty() ? "" : followed + ": " + leader.cause();
                    observe(entry, entry.declared.id(), leader.health(), cause);
                }
            }
        }
    }

    private void observe(Entry entry, String id, Health health, String cause) {
        Observed previous = entry.observed;
        if (previous.health() == health && previous.cause().equals(cause)) {
            return;
        }
        boolean same = previous.health() == health;
        Health shown = entry.shown().health();
        entry.observed = new Observed(
                health, cause, same ? previous.since() : context.time().instant());
        changed.run();
        if (!same) {
            logFlip(id, previous.health(), health, cause);
            changes.accept(new MemberChange(
                    id,
                    entry.endpoint,
                    entry.shown().health() == shown ? null : shown, // what an ejection covers is not told
                    null,
                    wentDown(previous.health(), health) ? TrafficListener.Loss.DOWN : null));
        }
    }

    /** A recovery that fails is no new loss: the server was down all the time. */
    private static boolean wentDown(Health previous, Health health) {
        return health == Health.DOWN && previous != Health.RECOVERING;
    }

    private void logFlip(String id, Health previous, Health health, String cause) {
        if (wentDown(previous, health)) {
            log.warn("{}: server {} is down: {}", service, id, cause);
        } else if (health == Health.UP && previous != Health.DOUBTFUL) {
            log.info("{}: server {} is up", service, id);
        } else {
            log.debug("{}: server {} is {}: {}", service, id, health, cause);
        }
    }
}
