package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.watch.HealthWatch;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A monitor in virtual time, with checks that do what the test says. */
final class Fixture {

    static final CheckTarget TARGET = new CheckTarget("192.0.2.1", 80);

    /** No jitter, and the first check at once. */
    static final RandomSource CALM = bound -> bound == 2001 ? 1000 : 0;

    /** For checks that open no connections. */
    static final Connector NO_CONNECTOR = (target, timeout, handler, onFailure) -> {
        throw new AssertionError("no connection was expected");
    };

    /** Near the end of the range: times must be compared by difference. */
    final VirtualTime time = VirtualTime.startingAt(Long.MAX_VALUE - 5_000_000_000L, Instant.EPOCH);

    final ControlLoop control = new ControlLoop(time.executor());
    final HealthMonitor monitor;
    private final long start = time.nanoTime();

    Fixture() {
        this(CALM);
    }

    Fixture(RandomSource random) {
        this(random, NO_CONNECTOR);
    }

    Fixture(RandomSource random, Connector connector) {
        monitor = new HealthMonitor(control, time, random, connector);
    }

    /** Runs something on the control thread, at once. */
    <T> T onControl(Supplier<T> action) {
        AtomicReference<T> result = new AtomicReference<>();
        control.execute(() -> result.set(action.get()));
        time.runReady();
        return result.get();
    }

    Registration watch(HealthCheck check, HealthPolicy policy, HealthWatch.Listener listener) {
        return onControl(() -> monitor.watch(new ProbeSpec(TARGET, check, policy), listener));
    }

    void cancel(Registration watch) {
        onControl(() -> {
            watch.cancel();
            return true;
        });
    }

    /** Milliseconds since the fixture was made. */
    double now() {
        return (time.nanoTime() - start) / 1e6;
    }

    void advance(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    /** Throws what the compiler would not let through, as other languages do. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> Registration sneak(Throwable e) throws E {
        throw (E) e;
    }

    void assertNothingLeft() {
        assertEquals(0, monitor.probeCount(), "probes");
        assertEquals(0, time.pendingTasks(), "timers");
    }

    /** A check that records its runs and gives no verdict by itself. */
    final class ManualCheck implements HealthCheck {

        final List<CheckRun> runs = new ArrayList<>();
        final List<Double> starts = new ArrayList<>();
        int cancelled;

        @Override
        public Registration start(CheckRun run) {
            starts.add(now());
            runs.add(run);
            return () -> cancelled++;
        }

        CheckRun last() {
            return runs.get(runs.size() - 1);
        }

        void succeed() {
            last().succeed();
            time.runReady();
        }

        void fail(String cause) {
            last().fail(cause);
            time.runReady();
        }
    }

    /** A check that answers at once: {@code +} success, {@code -} failure; the last answer is repeated. */
    final class PromptCheck implements HealthCheck {

        final List<Double> starts = new ArrayList<>();
        private final String verdicts;

        PromptCheck(String verdicts) {
            this.verdicts = verdicts;
        }

        @Override
        public Registration start(CheckRun run) {
            if (verdicts.charAt(Math.min(starts.size(), verdicts.length() - 1)) == '+') {
                run.succeed();
            } else {
                run.fail("refused");
            }
            starts.add(now());
            return () -> {};
        }
    }

    /** Remembers what it was told, as {@code "health"} or {@code "health: cause"}. */
    static final class Heard implements HealthWatch.Listener {

        final List<String> all = new ArrayList<>();

        @Override
        public void onHealth(Health health, String cause) {
            all.add(cause.isEmpty() ? health.toString() : health + ": " + cause);
        }
    }
}
