package io.evenkeel.lb.engine;

import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.engine.choose.Observed;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes out servers of a pool whose own traffic fails, and lets them back in. Control thread. */
final class Ejector {

    private static final Logger log = LoggerFactory.getLogger(Ejector.class);

    private static final int MOST_DOUBLINGS = 30;
    /** A fifth of the time is drawn. */
    private static final int JITTER_STEPS = 1000;

    private final String service;
    private final EngineContext context;
    private final Collection<Entry> entries;
    private final Predicate<Entry> available;
    private final BiConsumer<Entry, Observed> changed;
    private @Nullable Ejection policy;

    /**
     * For a pool.
     *
     * @param entries its live entries
     * @param available whether an entry takes new clients now, published or not
     * @param changed hears of an entry and what was observed of it before
     */
    Ejector(
            String service,
            EngineContext context,
            Collection<Entry> entries,
            Predicate<Entry> available,
            BiConsumer<Entry, Observed> changed) {
        this.service = service;
        this.context = context;
        this.entries = entries;
        this.available = available;
        this.changed = changed;
    }

    void configure(@Nullable Ejection next) {
        policy = next;
        for (Entry entry : entries) {
            entry.streak.limit(next == null ? 0 : next.failures());
            if (next == null) {
                letIn(entry);
            }
        }
    }

    /** A server's failures in a row were as many as it takes, a moment ago. */
    void suspect(Entry entry) {
        Ejection now = policy;
        if (!entry.streak.isLong()) {
            return; // it has answered since, or another number was configured
        }
        if (now == null || entry.isRetired() || entry.ejection != null || !mayEject(now, entry)) {
            entry.streak.broken();
            return;
        }
        long nanos = context.time().nanoTime();
        boolean anew = entry.ejections == 0
                || nanos - entry.ejectionEnded >= now.longest().toNanos();
        entry.ejections = anew ? 1 : Math.min(MOST_DOUBLINGS, entry.ejections + 1);
        Duration time = drawn(now, entry.ejections, context.random());
        Observed before = entry.shown();
        String row = now.failures() == 1 ? "a failure" : now.failures() + " failures in a row";
        String cause = "ejected for " + Setting.text(time) + " after " + row;
        entry.ejection = cause;
        entry.ejectedAt = context.time().instant();
        entry.ejectionTimer = context.control().schedule(() -> letIn(entry), time);
        log.warn("{}: server {} is {}", service, entry.declared.id(), cause);
        changed.accept(entry, before);
    }

    private boolean mayEject(Ejection now, Entry suspected) {
        boolean others = entries.stream().anyMatch(entry -> entry != suspected && available.test(entry));
        long ejected = entries.stream().filter(entry -> entry.ejection != null).count();
        return others && (ejected == 0 || (ejected + 1) * 100 <= (long) now.maxPercent() * entries.size());
    }

    private static Duration drawn(Ejection policy, int time, RandomSource random) {
        Duration grown = policy.time().multipliedBy(1L << (time - 1));
        Duration capped = grown.compareTo(policy.longest()) > 0 ? policy.longest() : grown;
        long fifth = capped.toNanos() / 5;
        return Duration.ofNanos(capped.toNanos() - fifth / JITTER_STEPS * random.nextInt(JITTER_STEPS))
                .truncatedTo(ChronoUnit.MILLIS);
    }

    /** The ejection is over, or the operator has ended it. */
    void letIn(Entry entry) {
        if (entry.ejection == null) {
            return;
        }
        Observed before = entry.shown();
        entry.ejectionTimer.cancel();
        entry.ejection = null;
        entry.ejectionEnded = context.time().nanoTime();
        entry.streak.broken();
        log.info("{}: server {} is back after its ejection", service, entry.declared.id());
        changed.accept(entry, before);
    }
}
