package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds after each verdict of any sequence, said in terms of the verdicts alone. */
class HealthStatePropertyTest {

    @Provide
    Arbitrary<List<Verdict>> verdicts() {
        Arbitrary<Verdict> any = Arbitraries.of(
                Verdict.SUCCESS, Verdict.failure("refused"), Verdict.failure("timeout"), Verdict.inconclusive("ours"));
        // Runs of equal verdicts: singles alone would hardly ever reach a limit.
        return any.list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .flatMap(run -> Arbitraries.integers()
                        .between(1, 8)
                        .list()
                        .ofSize(run.size())
                        .map(lengths -> repeat(run, lengths)));
    }

    private static List<Verdict> repeat(List<Verdict> verdicts, List<Integer> times) {
        return IntStream.range(0, verdicts.size())
                .boxed()
                .flatMap(i -> Collections.nCopies(times.get(i), verdicts.get(i)).stream())
                .toList();
    }

    @Property
    void flipsObeyRiseAndFall(
            @ForAll("verdicts") List<Verdict> verdicts,
            @ForAll @IntRange(min = 1, max = 7) int fall,
            @ForAll @IntRange(min = 1, max = 7) int rise) {
        HealthState state = new HealthState(
                HealthPolicy.every(Duration.ofSeconds(1)).fall(fall).rise(rise));
        int failures = 0;
        int successes = 0;
        for (Verdict verdict : verdicts) {
            Health before = state.health();
            String causeBefore = state.cause();
            switch (verdict.kind()) {
                case SUCCESS -> {
                    successes++;
                    failures = 0;
                }
                case FAILURE -> {
                    failures++;
                    successes = 0;
                }
                case INCONCLUSIVE -> {}
            }

            boolean told = state.accept(verdict);

            Health now = state.health();
            assertEquals(told, now != before || !state.cause().equals(causeBefore), "told of each change and no other");
            if (failures >= fall) {
                assertEquals(Health.DOWN, now);
            }
            if (successes >= rise) {
                assertEquals(Health.UP, now);
            }
            if (now == Health.DOWN && before != Health.DOWN && before != Health.RECOVERING) {
                assertEquals(fall, failures, "down at the fall-th failure, not sooner and not later");
            }
            if (now == Health.UP && (before == Health.DOWN || before == Health.RECOVERING)) {
                assertEquals(rise, successes, "up at the rise-th success, not sooner and not later");
            }
            switch (now) {
                case UP -> assertTrue(failures == 0 && state.cause().isEmpty());
                case DOUBTFUL -> assertTrue(failures > 0 && failures < fall);
                case RECOVERING -> assertTrue(successes > 0 && successes < rise);
                case UNKNOWN -> assertTrue(before == Health.UNKNOWN && successes == 0 && failures < fall);
                default -> assertEquals(Health.DOWN, now);
            }
        }
    }
}
