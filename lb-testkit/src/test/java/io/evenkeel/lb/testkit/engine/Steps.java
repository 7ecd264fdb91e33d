package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.testkit.engine.Step.Config;
import io.evenkeel.lb.testkit.engine.Step.Server;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Random steps, from a world so small that they meet: two services, six servers, six selections. */
final class Steps {

    static final int SLOTS = 6;
    static final List<String> SERVICES = List.of("a", "b");

    private static final List<String> HOSTS = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");

    private Steps() {}

    static Arbitrary<List<Step>> sequences() {
        return step().list().ofMinSize(1).ofMaxSize(200).withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Step> step() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        30,
                        Combinators.combine(slot(), service(), persistedHost()).as(Step.Pick::new)),
                Tuple.of(12, Combinators.combine(slot(), outcome()).as(Step.Settle::new)),
                Tuple.of(12, Combinators.combine(slot(), outcome()).as(Step.Exclude::new)),
                Tuple.of(20, Arbitraries.just(new Step.Turn())),
                Tuple.of(6, time().map(Step.Advance::new)),
                Tuple.of(4, Combinators.combine(service(), id(), time()).as(Step.Drain::new)),
                Tuple.of(4, Combinators.combine(service(), id()).as(Step.Enable::new)),
                Tuple.of(3, Combinators.combine(service(), id()).as(Step.Disable::new)),
                Tuple.of(3, Combinators.combine(service(), id(), weight()).as(Step.Weight::new)),
                Tuple.of(4, Combinators.combine(service(), server()).as(Step.Add::new)),
                Tuple.of(3, Combinators.combine(service(), id()).as(Step.Remove::new)),
                Tuple.of(4, config().map(Step.Replace::new)),
                Tuple.of(6, config().map(Step.AddService::new)),
                Tuple.of(1, service().map(Step.RemoveService::new)),
                Tuple.of(8, Combinators.combine(id(), health()).as(Step.Verdict::new)));
    }

    private static Arbitrary<Config> config() {
        Arbitrary<List<Server>> servers =
                server().list().ofMinSize(1).ofMaxSize(6).uniqueElements(Server::id);
        return Combinators.combine(
                        service(),
                        servers,
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(0, Step.SCHEDULERS.size() - 1))
                .as(Config::new);
    }

    private static Arbitrary<Server> server() {
        Arbitrary<Integer> priority = Arbitraries.of(0, 0, 1, 2);
        Arbitrary<Integer> limit = Arbitraries.of(0, 1, 2);
        return Combinators.combine(Arbitraries.of(HOSTS), port(), weight(), priority, limit)
                .as(Server::new);
    }

    private static Arbitrary<String> id() {
        return Combinators.combine(Arbitraries.of(HOSTS), port()).as((host, port) -> host + ":" + port);
    }

    private static Arbitrary<Integer> port() {
        return Arbitraries.of(80, 81);
    }

    private static Arbitrary<Integer> weight() {
        return Arbitraries.of(100, 1, 65535, 0);
    }

    private static Arbitrary<String> service() {
        return Arbitraries.of(SERVICES);
    }

    private static Arbitrary<String> persistedHost() {
        return Arbitraries.of(HOSTS).injectNull(0.7);
    }

    private static Arbitrary<Integer> slot() {
        return Arbitraries.integers().between(0, SLOTS - 1);
    }

    private static Arbitrary<Outcome> outcome() {
        return Arbitraries.of(Outcome.class);
    }

    private static Arbitrary<Duration> time() {
        return Arbitraries.of(0, 1, 5, 30).map(Duration::ofSeconds);
    }

    private static Arbitrary<Health> health() {
        return Arbitraries.of(Health.UP, Health.DOWN, Health.DOUBTFUL, Health.RECOVERING, Health.EJECTED);
    }
}
