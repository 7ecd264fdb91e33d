package io.evenkeel.lb.engine.handle;

import io.evenkeel.lb.PoolHandle;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.ServiceHandle;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.status.PoolSnapshot;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.status.ServiceSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The handle of a service; any thread. */
public final class ServiceControl implements ServiceHandle {

    private record Snapshot(
            String name,
            ServiceStatus status,
            List<InetSocketAddress> listen,
            Map<Refusal, Long> refused,
            List<PoolSnapshot> pools,
            Optional<AffinityStatistics> persistence)
            implements ServiceSnapshot {}

    private final Engine engine;
    private final LiveService service;
    private final PoolHandle defaultPool;
    private final Supplier<List<InetSocketAddress>> addresses;

    /**
     * A handle.
     *
     * @param engine the engine that the service lives in
     * @param service the service
     * @param addresses tells where it is reached
     */
    public ServiceControl(Engine engine, LiveService service, Supplier<List<InetSocketAddress>> addresses) {
        this.engine = engine;
        this.service = service;
        this.defaultPool = new PoolControl(engine, service, service.name());
        this.addresses = addresses;
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public List<InetSocketAddress> boundAddresses() {
        return addresses.get();
    }

    @Override
    public PoolHandle pool(String name) {
        return new PoolControl(engine, service, service.state().pool(name).name());
    }

    @Override
    public List<PoolHandle> pools() {
        return service.state().pools().stream()
                .map(pool -> (PoolHandle) new PoolControl(engine, service, pool.name()))
                .toList();
    }

    @Override
    public ServerHandle server(String id) {
        return defaultPool.server(id);
    }

    @Override
    public List<ServerHandle> servers() {
        return defaultPool.servers();
    }

    @Override
    public CompletionStage<Void> add(RealServer server) {
        return defaultPool.add(server);
    }

    @Override
    public CompletionStage<Void> remove(String id) {
        return defaultPool.remove(id);
    }

    @Override
    public ServiceSnapshot snapshot() {
        service.requirePresent();
        ServiceState state = service.state();
        Affinity affinity = state.affinity();
        return new Snapshot(
                name(),
                service.status(),
                boundAddresses(),
                service.refusals().counts(),
                state.pools().stream().map(PoolControl::snapshot).toList(),
                Optional.ofNullable(affinity == null ? null : affinity.statistics()));
    }
}
