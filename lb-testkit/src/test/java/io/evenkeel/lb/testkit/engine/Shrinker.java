package io.evenkeel.lb.testkit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a list of steps that fails as short as leaving out can make it: parts of half the list first, then of a quarter,
 * down to single steps, then servers of configurations. See Zeller, Hildebrandt, "Simplifying and isolating
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
        return withFewerServers(best, fails);
    }

    private static List<Step> withFewerServers(List<Step> failing, Predicate<List<Step>> fails) {
        List<Step> best = new ArrayList<>(failing);
        for (int i = 0; i < best.size(); i++) {
            for (int server = servers(best.get(i)) - 1; server >= 0 && servers(best.get(i)) > 1; server--) {
                List<Step> fewer = new ArrayList<>(best);
                fewer.set(i, without(best.get(i), server));
                if (fails.test(fewer)) {
                    best = fewer;
                }
            }
        }
        return best;
    }

    private static int servers(Step step) {
        if (step instanceof Step.AddService add) {
            return add.config().servers().size();
        }
        return step instanceof Step.Replace replace ? replace.config().servers().size() : 0;
    }

    private static Step without(Step step, int server) {
        return step instanceof Step.AddService add
                ? new Step.AddService(without(add.config(), server))
                : new Step.Replace(without(((Step.Replace) step).config(), server));
    }

    private static Step.Config without(Step.Config config, int server) {
        List<Step.Server> servers = new ArrayList<>(config.servers());
        servers.remove(server);
        return new Step.Config(config.service(), servers, config.checked(), config.unknownIsUp(), config.scheduler());
    }
}
