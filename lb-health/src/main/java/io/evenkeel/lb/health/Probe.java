package io.evenkeel.lb.health;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.watch.HealthWatch;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one target again and again, and tells its listeners what became of its health. Control thread only.
 *
 * <p>At any time it waits for one of two things: for the start of the next check, or for the verdict of the present one
 * under its timeout. Hence one timer, and never two runs at a time.
 */
final class Probe {

    private static final Logger log = LoggerFactory.getLogger(Probe.class);

    private final ProbeSpec spec;
    private final ControlLoop control;
    private final TimeSource time;
    private final Connector connector;
    private final Rhythm rhythm;
    private final HealthState state;
    private final List<Subscription> subscriptions = new ArrayList<>();

    private Registration timer = () -> {};
    private @Nullable Run run;
    private long startedAt;

    Probe(ProbeSpec spec, ControlLoop control, TimeSource time, RandomSource random, Connector connector) {
        this.spec = spec;
        this.control = control;
        this.time = time;
        this.connector = connector;
        this.rhythm = new Rhythm(spec.policy(), random);
        this.state = new HealthState(spec.policy());
    }

    void begin() {
        timer = control.schedule(this::check, rhythm.first());
    }

    /** Ends all activity, for good; a verdict still under way is ignored. */
    void stop() {
        timer.cancel();
        if (run != null) {
            run.end();
            run = null;
        }
    }

    /** Adds a listener, and tells it what is known already. */
    Subscription add(HealthWatch.Listener listener) {
        Subscription added = new Subscription(listener);
        subscriptions.add(added);
        if (state.health() != Health.UNKNOWN) {
            tell(added);
        }
        return added;
    }

    /** Removes a listener; a second time nothing happens. */
    void remove(Subscription subscription) {
        subscription.cancelled = true;
        subscriptions.remove(subscription);
    }

    boolean isUnwatched() {
        return subscriptions.isEmpty();
    }

    private void check() {
        Run next = new Run(spec.target(), spec.policy().timeout(), connector, this::decided);
        run = next;
        startedAt = time.nanoTime();
        // By way of the run: a verdict that was given in time counts, though it may wait behind this timer.
        timer = control.schedule(() -> next.fail(Causes.timeout(next.timeout())), next.timeout());
        next.start(spec.check());
    }

    /** Any thread. */
    private void decided(Run from, Verdict verdict) {
        control.execute(() -> conclude(from, verdict));
    }

    private void conclude(Run from, Verdict verdict) {
        if (from != run) {
            return;
        }
        run = null;
        timer.cancel();
        from.end();
        boolean changed = state.accept(verdict);
        // A check that could not be made is made up for soon: it may be a long while until the next.
        boolean soon = state.isInDoubt() || verdict.kind() == Verdict.Kind.INCONCLUSIVE;
        timer = control.schedule(this::check, rhythm.next(soon, time.nanoTime() - startedAt));
        log.debug("{}: check {} {}; {}", spec.target(), spec.check(), verdict, state.health());
        if (changed) {
            // A copy: whoever listens may come and go meanwhile.
            List.copyOf(subscriptions).forEach(this::tell);
        }
    }

    private void tell(Subscription subscription) {
        if (subscription.cancelled) {
            return;
        }
        try {
            subscription.listener.onHealth(state.health(), state.cause());
        } catch (RuntimeException e) {
            log.warn("{}: a listener failed on {}", spec.target(), state.health(), e);
        }
    }

    /** One listener of a probe. */
    static final class Subscription {

        private final HealthWatch.Listener listener;
        private boolean cancelled;

        private Subscription(HealthWatch.Listener listener) {
            this.listener = listener;
        }
    }
}
