package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Outcome;
import java.time.Duration;
import java.util.List;

/** One thing that happens to an engine. Commands are only posted: they run with the next {@link Turn} or {@link Advance}. */
sealed interface Step {

    List<Scheduler> SCHEDULERS = List.of(
            Scheduler.roundRobin(),
            Scheduler.weightedRoundRobin(),
            Scheduler.leastConnections(),
            Scheduler.weightedLeastConnections(),
            Scheduler.priority());

    /** Chooses in a selection, unless it holds a reservation. */
    record Pick(int slot, String service, String host) implements Step {}

    /** Settles and resets a selection; resets it where nothing is reserved. */
    record Settle(int slot, Outcome outcome) implements Step {}

    /** Excludes the server that a selection holds. */
    record Exclude(int slot, Outcome outcome) implements Step {}

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

    /** A server as configured. */
    record Server(String host, int port, int weight, int priority, int limit) {
        String id() {
            return host + ":" + port;
        }

        RealServer real() {
            return RealServer.at(host, port).weight(weight).priority(priority).maxConnections(limit);
        }
    }

    /** A service as configured; servers of different ids. */
    record Config(String service, List<Server> servers, boolean checked, boolean unknownIsUp, int scheduler) {
        TcpService real() {
            TcpService.Builder builder = EngineRig.checked(service)
                    .scheduler(SCHEDULERS.get(scheduler))
                    .healthPolicy(HealthPolicy.DEFAULT.unknownIsUp(unknownIsUp));
            if (!checked) {
                builder.healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT.unknownIsUp(unknownIsUp));
            }
            servers.forEach(server -> builder.server(server.real()));
            return builder.build();
        }
    }
}
