package io.evenkeel.lb.testkit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a list of steps that fails as short as leaving out can make it: parts of half the list first, then of a quarter,
 * down to single steps, then servers and features of configurations. See Zeller, Hildebrandt, "Simplifying and isolating
 * failure-inducing input", IEEE TSE 28(2), 2002. (The property library shrinks by one value at a time and gives up.)
 */
final class Shrinker {

    private Shrinker() {}

    static List<Step> shortest(List<Step> failing, Predicate<List<Step>> fails) {
        List<Step> best = List.copyOf(failing);
        boolean better = true;
        while (better) {
            int before = best.size();
            for (int part = Math.max(1, before / 2); part >= 1; part /= 2) {
                for (int from = best.size() - part; from >= 0; from -= part) {
                    List<Step> fewer = new ArrayList<>(best);
                    fewer.subList(from, from + part).clear();
                    if (fails.test(fewer)) {
                        best = fewer;
                        from = Math.min(from, best.size());
                    }
                }
            }
            better = best.size() < before;
        }
        return withSimplerSteps(best, fails);
    }

    private static List<Step> withSimplerSteps(List<Step> failing, Predicate<List<Step>> fails) {
        List<Step> best = new ArrayList<>(failing);
        for (int i = 0; i < best.size(); i++) {
            boolean better = true;
            while (better) {
                better = false;
                for (Step simpler : simpler(best.get(i)).toList()) {
                    List<Step> other = new ArrayList<>(best);
                    other.set(i, simpler);
                    if (!simpler.equals(best.get(i)) && fails.test(other)) {
                        best = other;
                        better = true;
                        break;
                    }
                }
            }
        }
        return best;
    }

    private static Stream<Step> simpler(Step step) {
        if (step instanceof Step.AddService add) {
            return simpler(add.config()).map(Step.AddService::new);
        }
        return step instanceof Step.Replace replace ? simpler(replace.config()).map(Step.Replace::new) : Stream.empty();
    }

    private static Stream<Step.Config> simpler(Step.Config config) {
        List<Step.Config> simpler = new ArrayList<>();
        for (int server = config.servers().size() - 1;
                server >= 0 && config.servers().size() > 1;
                server--) {
            simpler.add(config.without(server));
        }
        config.features().simpler().forEach(features -> simpler.add(config.with(features)));
        for (int server = 0; server < config.servers().size(); server++) {
            List<Step.Server> servers = new ArrayList<>(config.servers());
            servers.set(server, servers.get(server).plain());
            simpler.add(config.with(servers));
        }
        return simpler.stream();
    }
}
