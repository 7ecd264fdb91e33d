package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import io.evenkeel.lb.health.Fixture.Heard;
import io.evenkeel.lb.health.Fixture.ManualCheck;
import io.evenkeel.lb.spi.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sharing, and coming and going. */
class HealthMonitorTest {

    private static final HealthPolicy POLICY =
            HealthPolicy.every(Duration.ofSeconds(10)).fall(2).rise(2);

    private final Fixture fixture = new Fixture();
    private final ManualCheck check = fixture.new ManualCheck();
    private final Heard first = new Heard();
    private final Heard second = new Heard();

    @Test
    void equalSpecsShareOneProbe() {
        fixture.watch(check, POLICY, first);
        fixture.watch(check, HealthPolicy.every(Duration.ofSeconds(10)).fall(2).rise(2), second);

        check.succeed();

        assertEquals(1, fixture.monitor.probeCount());
        assertEquals(1, check.runs.size());
        assertEquals(List.of("up"), first.all);
        assertEquals(List.of("up"), second.all);
    }

    @Test
    void anotherPolicyOrCheckIsAnotherProbe() {
        fixture.watch(check, POLICY, first);
        fixture.watch(check, POLICY.fall(3), second);
        fixture.watch(fixture.new ManualCheck(), POLICY, second);

        assertEquals(3, fixture.monitor.probeCount());
    }

    @Test
    void tcpChecksAreEqual() {
        assertEquals(HealthChecks.tcp(), HealthChecks.tcp());
        assertEquals("tcp", HealthChecks.tcp().describe());
        assertEquals("tcp", HealthChecks.tcp().toString());
    }

    @Test
    void whoComesLaterHearsThePresentStateAtOnce() {
        fixture.watch(check, POLICY, first);
        check.fail("refused");
        List<String> beforeReturn = new ArrayList<>();
        fixture.onControl(() -> {
            fixture.monitor.watch(new ProbeSpec(Fixture.TARGET, check, POLICY), second);
            beforeReturn.addAll(second.all);
            return true;
        });
        assertEquals(List.of(), beforeReturn, "unknown is not told");

        fixture.advance(1_000);
        check.fail("refused");
        Heard third = new Heard();
        fixture.onControl(() -> {
            fixture.monitor.watch(new ProbeSpec(Fixture.TARGET, check, POLICY), third);
            beforeReturn.addAll(third.all);
            return true;
        });

        assertEquals(List.of("down: refused"), beforeReturn);
        assertEquals(List.of("down: refused"), second.all);
        assertEquals(List.of("unknown: refused", "down: refused"), first.all);
    }

    @Test
    void theOthersGoOnWhenOneEndsItsWatch() {
        Registration watch = fixture.watch(check, POLICY, first);
        fixture.watch(check, POLICY, second);
        fixture.cancel(watch);
        fixture.cancel(watch);

        check.succeed();

        assertEquals(List.of(), first.all);
        assertEquals(List.of("up"), second.all);
        assertEquals(1, fixture.monitor.probeCount());
    }

    @Test
    void theLastToEndItsWatchStopsTheRun() {
        Registration one = fixture.watch(check, POLICY, first);
        Registration two = fixture.watch(check, POLICY, second);
        fixture.cancel(one);
        assertEquals(0, check.cancelled);

        fixture.cancel(two);

        assertEquals(1, check.cancelled);
        fixture.assertNothingLeft();
        check.succeed();
        fixture.advance(60_000);
        assertEquals(List.of(), first.all);
        assertEquals(List.of(), second.all);
        assertEquals(1, check.runs.size());
    }

    @Test
    void itStopsBetweenChecksAndBeforeTheFirstToo() {
        Fixture late = new Fixture(bound -> bound - 1);
        ManualCheck never = late.new ManualCheck();
        late.cancel(late.watch(never, POLICY, first));
        late.advance(60_000);
        assertEquals(0, never.runs.size());
        late.assertNothingLeft();

        Registration between = fixture.watch(check, POLICY, second);
        check.succeed();
        fixture.cancel(between);
        fixture.advance(60_000);
        assertEquals(1, check.runs.size());
        fixture.assertNothingLeft();
    }

    @Test
    void aVerdictUnderWayWhenTheWatchEndsIsIgnored() {
        Registration watch = fixture.watch(check, POLICY, first);
        check.last().succeed();

        fixture.onControl(() -> {
            watch.cancel();
            return true;
        });
        // In the same turn the verdict came first: a listener may hear it. In the other order it must not.
        Heard again = new Heard();
        Registration next = fixture.watch(check, POLICY, again);
        fixture.onControl(() -> {
            check.last().succeed();
            next.cancel();
            return true;
        });

        assertEquals(List.of(), again.all);
        fixture.assertNothingLeft();
    }

    @Test
    void aNewWatchAfterTheLastEndedStartsFromUnknown() {
        Registration old = fixture.watch(check, POLICY, first);
        check.succeed();
        fixture.cancel(old);

        fixture.watch(check, POLICY, second);
        assertEquals(List.of(), second.all);
        fixture.cancel(old);
        assertEquals(1, fixture.monitor.probeCount(), "the old watch has no hold on the new probe");

        check.succeed();
        assertEquals(List.of("up"), second.all);
    }

    @Test
    void listenersMayComeAndGoWhileTheyAreTold() {
        List<Registration> watches = new ArrayList<>();
        Heard third = new Heard();
        watches.add(fixture.watch(check, POLICY, (health, cause) -> {
            watches.get(1).cancel();
            fixture.monitor.watch(new ProbeSpec(Fixture.TARGET, check, POLICY), third);
            watches.get(0).cancel();
        }));
        watches.add(fixture.watch(check, POLICY, second));
        fixture.watch(check, POLICY, first);

        check.succeed();

        assertEquals(List.of(), second.all);
        assertEquals(List.of("up"), third.all);
        assertEquals(List.of("up"), first.all);
        assertEquals(1, fixture.monitor.probeCount());
    }

    @Test
    void aListenerThatFailsDoesNotKeepOthersFromHearing() {
        fixture.watch(check, POLICY, (health, cause) -> {
            throw new IllegalStateException("not I");
        });
        fixture.watch(check, POLICY, second);

        check.succeed();
        fixture.advance(10_000);

        assertEquals(List.of("up"), second.all);
        assertEquals(2, check.runs.size(), "and the probe goes on");
    }

    @Test
    void nothingIsToldWhereNothingChanged() {
        fixture.watch(check, POLICY, first);
        check.succeed();
        for (int i = 0; i < 5; i++) {
            fixture.advance(10_000);
            check.succeed();
        }
        assertEquals(List.of("up"), first.all);
    }

    @Test
    void aThousandWatchesLeaveNothing() {
        List<Registration> watches = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ManualCheck own = i % 2 == 0 ? check : fixture.new ManualCheck();
            watches.add(fixture.watch(own, POLICY, first));
        }
        fixture.advance(4_000);
        watches.forEach(fixture::cancel);

        fixture.assertNothingLeft();
    }

    @Test
    void watchingElsewhereThanOnTheControlThreadIsABug() {
        assertThrows(
                AssertionError.class, () -> fixture.monitor.watch(new ProbeSpec(Fixture.TARGET, check, POLICY), first));
    }
}
