package io.evenkeel.lb.engine;

import io.evenkeel.lb.PoolSnapshot;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.Refusal;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.ServerSnapshot;
import io.evenkeel.lb.ServiceHandle;
import io.evenkeel.lb.ServiceSnapshot;
import io.evenkeel.lb.ServiceStatus;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.spi.Setting;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
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

    private record OfPool(String name, List<ServerSnapshot> servers, Optional<ServerSnapshot> sorryServer, int waiting)
            implements PoolSnapshot {}

    private final Engine engine;
    private final LiveService service;
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
    public ServerHandle server(String id) {
        if (service.pool().state().member(id).isEmpty()) {
            throw new NoSuchElementException(name() + ": there is no server " + id + "; there are "
                    + servers().stream().map(ServerHandle::id).toList());
        }
        return new ServerControl(engine.control(), service, id);
    }

    @Override
    public List<ServerHandle> servers() {
        return service.pool().state().members().stream()
                .map(member -> (ServerHandle) new ServerControl(
                        engine.control(), service, member.member().id()))
                .toList();
    }

    @Override
    public CompletionStage<Void> add(RealServer server) {
        Setting.present("server", server);
        return engine.control().submit(() -> {
            requirePresent();
            service.config().pool().requireCheckable(server);
            List<RealServer> servers = new ArrayList<>(service.config().pool().servers());
            servers.add(server);
            engine.redeclare(service.config().withServers(servers));
        });
    }

    @Override
    public CompletionStage<Void> remove(String id) {
        return engine.control().submit(() -> {
            requirePresent();
            VirtualService config = service.config();
            List<RealServer> servers = new ArrayList<>(config.pool().servers());
            if (!servers.removeIf(server -> server.id().equals(id))) {
                throw new NoSuchElementException(name() + ": there is no server " + id);
            }
            engine.redeclare(config.withServers(servers));
        });
    }

    @Override
    public ServiceSnapshot snapshot() {
        requirePresent();
        PoolState state = service.pool().state();
        PoolSnapshot pool = new OfPool(
                name(),
                state.snapshots(),
                state.sorrySnapshot(),
                service.pool().room().size());
        Affinity affinity = service.affinity();
        return new Snapshot(
                name(),
                state.status(),
                boundAddresses(),
                service.refusals().counts(),
                List.of(pool),
                Optional.ofNullable(affinity == null ? null : affinity.statistics()));
    }

    private void requirePresent() {
        if (service.isRemoved()) {
            throw new NoSuchElementException("service " + name() + " was removed");
        }
    }
}
