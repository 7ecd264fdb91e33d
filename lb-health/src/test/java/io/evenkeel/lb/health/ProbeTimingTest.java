package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.Fixture.Heard;
import io.evenkeel.lb.health.Fixture.ManualCheck;
import io.evenkeel.lb.health.Fixture.PromptCheck;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When checks start, to the nanosecond. */
class ProbeTimingTest {

    private static final HealthPolicy EVERY_10S = HealthPolicy.every(Duration.ofSeconds(10));

    private final Heard heard = new Heard();

    @Test
    void theFirstCheckComesAtARandomMomentOfTheFirstSecond() {
        Fixture fixture = new Fixture(ScriptedRandom.of(250_000_000, 1000, 1000, 1000));
        PromptCheck check = fixture.new PromptCheck("+");
        fixture.watch(check, EVERY_10S, heard);

        fixture.advance(20_300);

        assertEquals(List.of(250.0, 10_250.0, 20_250.0), check.starts);
    }

    @Test
    void eachIntervalHasItsOwnJitter() {
        Fixture fixture = new Fixture(ScriptedRandom.of(0, 0, 2000, 1500, 1000));
        PromptCheck check = fixture.new PromptCheck("+");
        fixture.watch(check, EVERY_10S, heard);

        fixture.advance(30_500);

        assertEquals(List.of(0.0, 9_000.0, 20_000.0, 30_500.0), check.starts);
    }

    @Test
    void theIntervalRunsFromStartToStart() {
        Fixture fixture = new Fixture();
        ManualCheck check = fixture.new ManualCheck();
        fixture.watch(check, EVERY_10S, heard);
        fixture.advance(3_000);
        check.succeed();

        fixture.advance(6_999);
        assertEquals(1, check.runs.size());
        fixture.advance(1);

        assertEquals(List.of(0.0, 10_000.0), check.starts);
    }

    @Test
    void doubtIsResolvedAtTheFastInterval() {
        Fixture fixture = new Fixture();
        PromptCheck check = fixture.new PromptCheck("+--" + "-++" + "-+");
        fixture.watch(check, EVERY_10S.fall(2).rise(2).fastInterval(Duration.ofSeconds(2)), heard);

        fixture.advance(60_000);

        // up, doubtful, down, still down, recovering, up, doubtful, up
        assertEquals(
                List.of(0.0, 10_000.0, 12_000.0, 22_000.0, 32_000.0, 34_000.0, 44_000.0, 46_000.0, 56_000.0),
                check.starts);
        assertEquals(
                List.of(
                        "up",
                        "doubtful: refused",
                        "down: refused",
                        "recovering: refused",
                        "up",
                        "doubtful: refused",
                        "up"),
                heard.all);
    }

    @Test
    void aServerNeverSeenUpIsCheckedFastUntilItIsDown() {
        Fixture fixture = new Fixture();
        PromptCheck check = fixture.new PromptCheck("-");
        fixture.watch(check, EVERY_10S.fall(3).fastInterval(Duration.ofSeconds(1)), heard);

        fixture.advance(12_000);

        assertEquals(List.of(0.0, 1_000.0, 2_000.0, 12_000.0), check.starts);
        assertEquals(List.of("unknown: refused", "down: refused"), heard.all);
    }

    @Test
    void aCheckThatCouldNotBeMadeIsRepeatedAtTheFastIntervalAndChangesNothing() {
        boolean[] descriptorsLeft = {true};
        List<Double> starts = new ArrayList<>();
        Fixture[] fixture = new Fixture[1];
        fixture[0] = new Fixture(Fixture.CALM, (target, timeout, handler, onFailure) -> {
            starts.add(fixture[0].now());
            onFailure.accept(new SocketException(descriptorsLeft[0] ? "Connection refused" : "Too many open files"));
            return () -> {};
        });
        fixture[0].watch(HealthChecks.tcp(), EVERY_10S.fall(1).fastInterval(Duration.ofSeconds(2)), heard);
        fixture[0].advance(9_000);
        descriptorsLeft[0] = false;
        fixture[0].advance(6_000);
        descriptorsLeft[0] = true;
        fixture[0].advance(14_000);

        assertEquals(List.of(0.0, 10_000.0, 12_000.0, 14_000.0, 16_000.0, 26_000.0), starts);
        assertEquals(List.of("down: connection refused"), heard.all);
    }

    @Test
    void aCheckThatTakesLongerThanTheFastIntervalIsFollowedAtOnce() {
        Fixture fixture = new Fixture();
        ManualCheck check = fixture.new ManualCheck();
        fixture.watch(check, EVERY_10S.fall(3).timeout(Duration.ofSeconds(4)), heard);

        fixture.advance(12_000);

        // Timeouts at 4, 8 and 12 s; then it is down, and the fourth comes 10 s after the third.
        assertEquals(List.of(0.0, 4_000.0, 8_000.0), check.starts);
        fixture.advance(6_000);
        assertEquals(List.of(0.0, 4_000.0, 8_000.0, 18_000.0), check.starts);
    }

    @Test
    void neverTwoRunsAtATimeEvenWhereTheTimeoutIsTheInterval() {
        Fixture fixture = new Fixture(bound -> 0); // each interval a tenth shorter
        ManualCheck check = fixture.new ManualCheck();
        fixture.watch(check, EVERY_10S.timeout(Duration.ofSeconds(10)), heard);

        fixture.advance(9_999);
        assertEquals(List.of(0.0), check.starts);
        fixture.advance(1);

        assertEquals(List.of(0.0, 10_000.0), check.starts);
        assertEquals(1, check.cancelled);
    }

    @Test
    void aHundredServersAreNotCheckedAtTheSameMoment() {
        Fixture fixture = new Fixture(ScriptedRandom.seeded(7));
        PromptCheck[] checks = new PromptCheck[100];
        for (int i = 0; i < checks.length; i++) {
            checks[i] = fixture.new PromptCheck("+");
            fixture.watch(checks[i], EVERY_10S, heard);
        }

        fixture.advance(999);

        assertEquals(
                100,
                List.of(checks).stream().map(c -> c.starts.get(0)).distinct().count());
        assertEquals(100, heard.all.size(), "all servers are known within a second");
    }
}
