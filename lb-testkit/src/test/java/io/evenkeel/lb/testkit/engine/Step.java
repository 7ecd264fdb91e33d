package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.Pool;
import io.evenkeel.lb.PoolSettings;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that happens to an engine. Commands are only posted: they run with the next {@link Turn} or {@link Advance}.
 * What a client does is for the first selection, from the given one on, that can do it.
 */
sealed interface Step {

    String OTHER_POOL = "other";

    List<Scheduler> SCHEDULERS = List.of(
            Scheduler.roundRobin(),
            Scheduler.weightedRoundRobin(),
            Scheduler.leastConnections(),
            Scheduler.weightedLeastConnections(),
            Scheduler.priority());

    /**
     * Chooses in a selection that neither waits nor holds a reservation. One that begins looks its client up, where there
     * is one and the service persists; or else has a host as a table would tell it.
     */
    record Pick(int slot, String service, String client, String host) implements Step {}

    /** The server that is held is reached: the client is bound to it. */
    record Connect(int slot) implements Step {}

    /** The server that is held sends its first byte. */
    record Answer(int slot) implements Step {}

    /** Settles and resets a selection; one that waits leaves, one that was called passes that on. */
    record Settle(int slot, Outcome outcome) implements Step {}

    /** Excludes the server that a selection holds. */
    record Exclude(int slot, Outcome outcome) implements Step {}

    /** Goes into the waiting room, having been told to wait. */
    record Enter(int slot) implements Step {}

    /** Hears that it was called, and chooses. */
    record Hear(int slot) implements Step {}

    /** Has waited for too long, unless it was called. */
    record EndWait(int slot) implements Step {}

    /** Runs what was posted. */
    record Turn() implements Step {}

    /** Runs what was posted, then lets time pass. */
    record Advance(Duration time) implements Step {}

    record Drain(String service, String id, Duration time) implements Step {}

    record Enable(String service, String id) implements Step {}

    record Disable(String service, String id) implements Step {}

    record Weight(String service, String id, int weight) implements Step {}

    record Add(String service, Server server) implements Step {}

    record Remove(String service, String id) implements Step {}

    record Replace(Config config) implements Step {}

    record AddService(Config config) implements Step {}

    record RemoveService(String service) implements Step {}

    record Verdict(String target, Health health) implements Step {}

    /** A server as configured; it may be healthy as another is. */
    record Server(
            String host,
            int port,
            int weight,
            int priority,
            int limit,
            boolean critical,
            RealServer.Following following) {

        String id() {
            return host + ":" + port;
        }

        RealServer real() {
            RealServer server = RealServer.at(host, port)
                    .weight(weight)
                    .priority(priority)
                    .maxConnections(limit)
                    .critical(critical);
            return following == null ? server : server.healthyAs(following.service(), following.server());
        }

        Server plain() {
            return new Server(host, port, weight, priority, limit, false, null);
        }
    }

    /** A service as configured; servers of different ids. */
    record Config(
            String service,
            List<Server> servers,
            boolean checked,
            boolean unknownIsUp,
            int scheduler,
            Features features) {

        /** In its default pool; or in another one, beside which the default pool has a server that nobody gets. */
        VirtualService real(AffinityTable shared, boolean inOtherPool) {
            return inOtherPool
                    ? EngineRig.http(service)
                            .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                            .server("10.9.0.1", 9)
                            .persistence(features.persistence(shared))
                            .pool(pool(Pool.named(OTHER_POOL)).build())
                            .build()
                    : pool(EngineRig.checked(service).persistence(features.persistence(shared)))
                            .build();
        }

        private <B extends PoolSettings<B>> B pool(B pool) {
            HealthPolicy policy = HealthPolicy.DEFAULT.unknownIsUp(unknownIsUp);
            pool.scheduler(SCHEDULERS.get(scheduler)).availability(features.availability());
            servers.forEach(server -> pool.server(server.real()));
            return checked ? pool.healthPolicy(policy) : pool.healthCheck(HealthCheck.none(), policy);
        }

        Config with(List<Server> other) {
            return new Config(service, other, checked, unknownIsUp, scheduler, features);
        }

        Config with(Features other) {
            return new Config(service, servers, checked, unknownIsUp, scheduler, other);
        }

        Config without(int server) {
            List<Server> fewer = new ArrayList<>(servers);
            fewer.remove(server);
            return with(fewer);
        }
    }
}
