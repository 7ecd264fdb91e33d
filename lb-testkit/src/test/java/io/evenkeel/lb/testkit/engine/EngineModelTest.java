package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.engine.choose.Choice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * The whole engine against a model of it, through random interleavings of traffic, waiting, persistence, commands, verdicts
 * and time. After every step: what is in flight at an endpoint is what selections hold there; each answer of choose is
 * justified by the state that the selection began with; nobody waits while a server accepts and nobody is on the way;
 * snapshots, tables, timers, watches and losses are the model's. In every other run they are those of a pool beside the default
 * one. A failure shows the shortest list of steps that fails.
 */
class EngineModelTest {

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(onFailureOnly = true)
    void theEngineDoesWhatItsModelDoes(@ForAll("sequences") List<Step> steps, @ForAll long seed) {
        List<Choice> answers = new ArrayList<>();
        Set<ModelSight> seen = EnumSet.noneOf(ModelSight.class);
        if (failure(steps, seed, answers, seen) != null) {
            List<Step> shortest = Shrinker.shortest(steps, fewer -> failure(fewer, seed) != null);
            throw new AssertionError(
                    shortest.stream().map(Step::toString).collect(Collectors.joining("\n  ", "fails after\n  ", "\n")),
                    failure(shortest, seed));
        }
        answers.forEach(Statistics::collect);
        Statistics.coverage(all -> {
            for (Choice choice : Choice.values()) {
                all.check(choice).percentage(share -> share > 2);
            }
        });
        seen.forEach(Statistics.label("seen")::collect);
        Statistics.label("seen").coverage(all -> {
            for (ModelSight sight : ModelSight.values()) {
                all.check(sight).count(times -> times > 0);
            }
        });
    }

    private static Throwable failure(List<Step> steps, long seed) {
        return failure(steps, seed, new ArrayList<>(), EnumSet.noneOf(ModelSight.class));
    }

    private static Throwable failure(List<Step> steps, long seed, List<Choice> answers, Set<ModelSight> seen) {
        try {
            ModelRun run = new ModelRun(seed, answers);
            steps.forEach(run::run);
            seen.addAll(run.seen());
            run.close();
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        }
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        return Steps.sequences();
    }
}
