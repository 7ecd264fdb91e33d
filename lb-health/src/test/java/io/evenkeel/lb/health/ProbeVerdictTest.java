package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.Fixture.Heard;
import io.evenkeel.lb.health.Fixture.ManualCheck;
import io.evenkeel.lb.spi.Registration;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of verdicts that come, come late, come twice, or do not come. */
class ProbeVerdictTest {

    private static final HealthPolicy POLICY = HealthPolicy.every(Duration.ofSeconds(10))
            .timeout(Duration.ofSeconds(4))
            .fall(1);

    private final Fixture fixture = new Fixture();
    private final ManualCheck check = fixture.new ManualCheck();
    private final Heard heard = new Heard();

    @Test
    void theRunKnowsTargetAndTimeout() {
        fixture.watch(check, POLICY, heard);

        assertEquals(Fixture.TARGET, check.last().target());
        assertEquals(Duration.ofSeconds(4), check.last().timeout());
    }

    @Test
    void withoutAVerdictInTimeItFailsAndIsCancelled() {
        fixture.watch(check, POLICY, heard);

        fixture.advance(3_999);
        assertEquals(List.of(), heard.all);
        assertEquals(0, check.cancelled);
        fixture.advance(1);

        assertEquals(List.of("down: timeout after 4s"), heard.all);
        assertEquals(1, check.cancelled);
    }

    @Test
    void aTimeoutOfFractionsIsToldInMilliseconds() {
        fixture.watch(check, POLICY.timeout(Duration.ofMillis(1500)), heard);

        fixture.advance(1500);

        assertEquals(List.of("down: timeout after 1500ms"), heard.all);
    }

    @Test
    void aVerdictIsTheEndOfItsRunAndOfTheTimeout() {
        fixture.watch(check, POLICY, heard);

        check.succeed();
        assertEquals(1, check.cancelled, "what the check holds is freed");
        fixture.advance(9_999);

        assertEquals(List.of("up"), heard.all);
        assertEquals(1, check.cancelled);
        assertEquals(1, fixture.time.pendingTasks(), "only the next start");
    }

    @Test
    void theFirstVerdictCounts() {
        fixture.watch(check, POLICY, heard);

        check.last().succeed();
        check.last().fail("second thoughts");
        check.last().succeed();
        fixture.advance(5_000);

        assertEquals(List.of("up"), heard.all);
    }

    @Test
    void aLateVerdictChangesNothing() {
        fixture.watch(check, POLICY, heard);
        fixture.advance(4_000);
        CheckRun late = check.last();

        late.succeed();
        fixture.advance(6_000);
        assertEquals(List.of("down: timeout after 4s"), heard.all);

        assertNotSame(late, check.last());
        late.succeed();
        fixture.advance(1);
        assertEquals(List.of("down: timeout after 4s"), heard.all, "nor does it count for the next run");
    }

    @Test
    void aVerdictThatIsGivenBeforeTheTimeoutIsLookedAtCounts() {
        fixture.watch(check, POLICY, heard);
        // Due at the moment of the timeout and after its timer, but before the turn in which the loop sees it.
        fixture.time.executor().schedule(() -> check.last().succeed(), 4, TimeUnit.SECONDS);

        fixture.advance(4_000);

        assertEquals(List.of("up"), heard.all);
        assertEquals(1, check.cancelled);
    }

    @Test
    void anExceptionAtTheStartIsAFailure() {
        HealthCheck broken = run -> {
            throw new IllegalStateException("no such file");
        };
        fixture.watch(broken, POLICY, heard);

        assertEquals(List.of("down: IllegalStateException: no such file"), heard.all);
    }

    @Test
    void soIsAnErrorOfAMissingLibraryAndWhatJavaWouldNotLetThrough() {
        HealthCheck missing = run -> {
            throw new NoClassDefFoundError("com/example/Driver");
        };
        HealthCheck sneaky = run -> Fixture.<RuntimeException>sneak(new IOException("disk gone"));
        Heard second = new Heard();
        fixture.watch(missing, POLICY, heard);
        fixture.watch(sneaky, POLICY, second);

        assertEquals(List.of("down: NoClassDefFoundError: com/example/Driver"), heard.all);
        assertEquals(List.of("down: disk gone"), second.all);
    }

    @Test
    void afterAnExceptionItIsTriedAgain() {
        int[] starts = {0};
        HealthCheck brokenOnce = run -> {
            if (starts[0]++ == 0) {
                throw new IllegalStateException("not yet");
            }
            run.succeed();
            return () -> {};
        };
        fixture.watch(brokenOnce, POLICY, heard);

        fixture.advance(10_000);

        assertEquals(List.of("down: IllegalStateException: not yet", "up"), heard.all);
    }

    @Test
    void aVerdictBeforeAnExceptionCounts() {
        HealthCheck both = run -> {
            run.succeed();
            throw new IllegalStateException("afterwards");
        };
        fixture.watch(both, POLICY, heard);

        assertEquals(List.of("up"), heard.all);
    }

    @Test
    void aCheckThatFailsToCancelOrHasNothingToCancelGoesOn() {
        HealthCheck stubborn = run -> {
            run.succeed();
            return () -> {
                throw new IllegalStateException("I stay");
            };
        };
        HealthCheck careless = run -> {
            run.succeed();
            return null;
        };
        Heard second = new Heard();
        Registration one = fixture.watch(stubborn, POLICY, heard);
        Registration two = fixture.watch(careless, POLICY, second);

        fixture.advance(20_000);
        assertEquals(List.of("up"), heard.all);
        assertEquals(List.of("up"), second.all);

        fixture.cancel(one);
        fixture.cancel(two);
        fixture.assertNothingLeft();
    }

    @Test
    void anInconclusiveRunLeavesEverythingAsItWas() {
        Fixture connected = new Fixture(Fixture.CALM, (target, timeout, handler, onFailure) -> {
            onFailure.accept(new SocketException("Too many open files"));
            return () -> {};
        });
        connected.watch(HealthChecks.tcp(), POLICY, heard);

        connected.advance(30_000);

        assertEquals(List.of(), heard.all);
        assertEquals(1, connected.time.pendingTasks(), "the next start");
    }

    @Test
    void causesAreOneShortLine() {
        fixture.watch(check, POLICY.fall(2), heard);
        check.fail("220 hello\r\n[WARN] forged line " + "x".repeat(1000));

        String told = heard.all.get(0);
        assertEquals("unknown: 220 hello  [WARN] forged line xxx", told.substring(0, 42));
        assertEquals("unknown: ".length() + 160, told.length());
    }
}
