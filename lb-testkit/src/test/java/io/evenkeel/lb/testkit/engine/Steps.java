package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.RealServer.Following;
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

/** Random steps, from a world so small that they meet: two services, six servers, three clients, eight selections. */
final class Steps {

    static final int SLOTS = 8;
    static final List<String> SERVICES = List.of("a", "b");

    private static final List<String> HOSTS = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");
    private static final List<String> CLIENTS = List.of("192.0.2.1", "192.0.2.2", "192.0.2.3");

    private Steps() {}

    static Arbitrary<List<Step>> sequences() {
        return step().list().ofMinSize(1).ofMaxSize(250).withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Step> step() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        44,
                        Combinators.combine(slot(), service(), client(), persistedHost())
                                .as(Step.Pick::new)),
                Tuple.of(16, Combinators.combine(slot(), outcome()).as(Step.Settle::new)),
                Tuple.of(14, Combinators.combine(slot(), outcome()).as(Step.Exclude::new)),
                Tuple.of(10, slot().map(Step.Connect::new)),
                Tuple.of(4, slot().map(Step.Answer::new)),
                Tuple.of(20, slot().map(Step.Enter::new)),
                Tuple.of(14, slot().map(Step.Hear::new)),
                Tuple.of(2, slot().map(Step.EndWait::new)),
                Tuple.of(20, Arbitraries.just(new Step.Turn())),
                Tuple.of(8, time().map(Step.Advance::new)),
                Tuple.of(4, Combinators.combine(service(), id(), time()).as(Step.Drain::new)),
                Tuple.of(5, Combinators.combine(service(), id()).as(Step.Enable::new)),
                Tuple.of(3, Combinators.combine(service(), id()).as(Step.Disable::new)),
                Tuple.of(3, Combinators.combine(service(), id(), weight()).as(Step.Weight::new)),
                Tuple.of(4, Combinators.combine(service(), server()).as(Step.Add::new)),
                Tuple.of(3, Combinators.combine(service(), id()).as(Step.Remove::new)),
                Tuple.of(4, config().map(Step.Replace::new)),
                Tuple.of(6, config().map(Step.AddService::new)),
                Tuple.of(1, service().map(Step.RemoveService::new)),
                Tuple.of(9, Combinators.combine(id(), health()).as(Step.Verdict::new)));
    }

    private static Arbitrary<Config> config() {
        Arbitrary<List<Server>> servers =
                server().list().ofMinSize(1).ofMaxSize(5).uniqueElements(Server::id);
        return Combinators.combine(
                        service(),
                        servers,
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(0, Step.SCHEDULERS.size() - 1),
                        features())
                .as(Config::new);
    }

    private static Arbitrary<Features> features() {
        Arbitrary<Features> any = Combinators.combine(
                        Combinators.combine(
                                        Arbitraries.of(1, 1, 2, 3),
                                        Arbitraries.of(1, 1, 1, 2),
                                        Arbitraries.of(0, 0, 0, 50, 100))
                                .as(Tuple::of),
                        Combinators.combine(Arbitraries.of(0, 1, 2), Arbitraries.of(50, 100))
                                .as(Tuple::of),
                        Arbitraries.of(false, false, true),
                        Arbitraries.of(0, 1, 3),
                        Arbitraries.of(false, false, false, true),
                        Arbitraries.of(Features.Table.class))
                .as((who, ejection, slowStart, places, sorry, table) -> new Features(
                        who.get1(),
                        who.get2(),
                        who.get3(),
                        ejection.get1(),
                        ejection.get2(),
                        slowStart,
                        places,
                        sorry,
                        table));
        return any;
    }

    private static Arbitrary<Server> server() {
        Arbitrary<Integer> priority = Arbitraries.of(0, 0, 1, 2);
        Arbitrary<Integer> limit = Arbitraries.of(0, 1, 1, 2);
        Arbitrary<Boolean> critical = Arbitraries.frequency(Tuple.of(12, false), Tuple.of(1, true));
        Arbitrary<Following> following =
                Combinators.combine(service(), id()).as(Following::new).injectNull(0.85);
        return Combinators.combine(Arbitraries.of(HOSTS), port(), weight(), priority, limit, critical, following)
                .as(Server::new);
    }

    private static Arbitrary<String> id() {
        return Combinators.combine(Arbitraries.of(HOSTS), port()).as((host, port) -> host + ":" + port);
    }

    private static Arbitrary<Integer> port() {
        return Arbitraries.of(80, 81);
    }

    private static Arbitrary<Integer> weight() {
        return Arbitraries.of(100, 100, 1, 65535, 0);
    }

    private static Arbitrary<String> service() {
        return Arbitraries.of(SERVICES);
    }

    private static Arbitrary<String> client() {
        return Arbitraries.of(CLIENTS).injectNull(0.4);
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
        return Arbitraries.of(0, 1, 2, 5, 30).map(Duration::ofSeconds);
    }

    private static Arbitrary<Health> health() {
        return Arbitraries.of(Health.UP, Health.UP, Health.DOWN, Health.DOUBTFUL, Health.RECOVERING);
    }
}
