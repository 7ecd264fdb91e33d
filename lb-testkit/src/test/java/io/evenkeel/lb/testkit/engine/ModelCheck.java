package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.PoolSnapshot;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.status.ServiceSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import io.evenkeel.lb.testkit.engine.ModelMember.Published;
import java.util.List;
import java.util.function.UnaryOperator;

/** Compares an engine with the model of it. */
final class ModelCheck {

    private final EngineRig rig;
    private final Model model;
    /** The name of a service's modelled pool. */
    private final UnaryOperator<String> pools;

    ModelCheck(EngineRig rig, Model model, UnaryOperator<String> pools) {
        this.pools = pools;
        this.rig = rig;
        this.model = model;
    }

    /**
     * Compares everything.
     *
     * @param turn whether a turn of the control loop waits
     * @param turned whether one has just run
     */
    void check(boolean turn, boolean turned) {
        assertEquals(
                List.copyOf(model.services.keySet()),
                rig.engine.services().stream().map(LiveService::name).toList());
        model.services.forEach((name, service) -> service(rig.handle(name).snapshot(), service, turned));
        timers(rig.time.pendingTasks() - (turn ? 1 : 0));
        assertEquals(model.watches(), rig.watch.watches(), "watches");
        List<String> losses = rig.told().stream()
                .filter(line -> line.startsWith("loss"))
                .map(line -> line.replace("/" + Step.OTHER_POOL + " ", " "))
                .sorted()
                .toList();
        assertEquals(model.losses.stream().sorted().toList(), losses);
        model.losses.clear();
        assertEquals(0, rig.worker.doubleSettles());
    }

    /** Each pool with a slow start has one for it, from its beginning to a step behind its end. */
    private void timers(int pending) {
        long now = model.now();
        long slowStarts = pending - model.timers();
        long certain = model.services.values().stream()
                .filter(each -> each.startsSlowly(now))
                .count();
        long possible = model.services.values().stream()
                .filter(each -> each.mayStartSlowly(now))
                .count();
        assertTrue(
                certain <= slowStarts && slowStarts <= possible,
                () -> "timers: " + pending + ", drains and ejections " + model.timers() + ", slow starts " + certain
                        + " to " + possible);
    }

    private void service(ServiceSnapshot actual, ModelService service, boolean turned) {
        ModelState expected = service.published;
        PoolSnapshot pool = actual.pools().stream()
                .filter(each -> each.name().equals(pools.apply(actual.name())))
                .findFirst()
                .orElseThrow();
        assertEquals(expected.status(), pool.status(), expected::toString);
        boolean isDefault = pool == actual.pools().get(0);
        assertEquals(isDefault ? expected.status() : beside(expected.status()), actual.status(), expected::toString);
        assertEquals(expected.members().size(), pool.servers().size());
        for (int i = 0; i < expected.members().size(); i++) {
            server(pool.servers().get(i), expected.members().get(i));
        }
        assertEquals(expected.sorry() != null, pool.sorryServer().isPresent());
        pool.sorryServer().ifPresent(sorry -> server(sorry, expected.sorry().published()));
        assertEquals(service.room.size(), pool.waiting(), "waiting");
        service.room.check(turned);
        table(actual, service);
        if (expected.config().features().minimum() == 1
                && expected.members().stream()
                        .noneMatch(member -> member.server().critical())
                && expected.members().stream().anyMatch(ModelCheck::awaitsItsVerdict)) {
            assertTrue(pool.status() != ServiceStatus.DOWN, "emptied by one that awaits its verdict");
        }
    }

    /** The status of a service whose default pool is not checked, by that of its other pool. */
    private static ServiceStatus beside(ServiceStatus other) {
        return switch (other) {
            case UP, UNCHECKED -> ServiceStatus.UNCHECKED;
            default -> ServiceStatus.DEGRADED;
        };
    }

    private static boolean awaitsItsVerdict(Published member) {
        return member.health() == Health.UNKNOWN
                && member.unknownIsUp()
                && member.admin() == AdminState.ENABLED
                && member.weight() > 0;
    }

    private void server(ServerSnapshot server, Published member) {
        String id = member.id();
        assertEquals(id, server.id());
        assertEquals(id, server.address());
        assertEquals(member.weight(), server.weight(), id);
        assertEquals(member.health(), server.health(), id);
        assertEquals(member.admin(), server.admin(), id);
        assertEquals(model.inFlight(id), server.inFlight(), id);
        assertEquals(member.life().connections, server.totalConnections(), id);
        assertEquals(member.life().failures, server.failures(), id);
    }

    private void table(ServiceSnapshot actual, ModelService service) {
        assertEquals(service.table != null, actual.persistence().isPresent());
        if (service.table != null) {
            AffinityStatistics statistics = actual.persistence().orElseThrow();
            assertEquals(service.table.hits, statistics.hits(), "hits");
            assertEquals(service.table.misses, statistics.misses(), "misses");
            assertEquals(0, statistics.evictions(), "evictions");
            assertTrue(statistics.entries() >= service.table.entries(model.now()), statistics.toString());
        }
    }
}
