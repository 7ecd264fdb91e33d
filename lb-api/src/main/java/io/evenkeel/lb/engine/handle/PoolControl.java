package io.evenkeel.lb.engine.handle;

import io.evenkeel.lb.PoolHandle;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.PoolState;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.PoolSnapshot;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The handle of a pool; any thread. */
final class PoolControl implements PoolHandle {

    private record Snapshot(
            String name,
            ServiceStatus status,
            List<ServerSnapshot> servers,
            Optional<ServerSnapshot> sorryServer,
            int waiting)
            implements PoolSnapshot {}

    private final Engine engine;
    private final LiveService service;
    private final String name;

    PoolControl(Engine engine, LiveService service, String name) {
        this.engine = engine;
        this.service = service;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ServerHandle server(String id) {
        LivePool pool = service.state().pool(name);
        if (pool.state().member(id).isEmpty()) {
            throw new NoSuchElementException(pool.label() + ": there is no server " + id + "; there are "
                    + servers().stream().map(ServerHandle::id).toList());
        }
        return handle(id);
    }

    @Override
    public List<ServerHandle> servers() {
        return service.state().pool(name).state().members().stream()
                .map(member -> handle(member.member().id()))
                .toList();
    }

    private ServerHandle handle(String id) {
        return new ServerControl(engine.control(), service, name, id);
    }

    @Override
    public CompletionStage<Void> add(RealServer server) {
        Setting.present("server", server);
        return engine.control().submit(() -> {
            service.requirePresent();
            VirtualService config = service.config();
            config.pool(name).requireCheckable(server);
            List<RealServer> servers = new ArrayList<>(config.pool(name).servers());
            servers.add(server);
            engine.redeclare(config.withServers(name, servers));
        });
    }

    @Override
    public CompletionStage<Void> remove(String id) {
        return engine.control().submit(() -> {
            service.requirePresent();
            VirtualService config = service.config();
            List<RealServer> servers = new ArrayList<>(config.pool(name).servers());
            if (!servers.removeIf(server -> server.id().equals(id))) {
                throw new NoSuchElementException(service.state().pool(name).label() + ": there is no server " + id);
            }
            engine.redeclare(config.withServers(name, servers));
        });
    }

    @Override
    public PoolSnapshot snapshot() {
        service.requirePresent();
        return snapshot(service.state().pool(name));
    }

    static PoolSnapshot snapshot(LivePool pool) {
        PoolState state = pool.state();
        return new Snapshot(
                pool.name(),
                state.status(),
                state.snapshots(),
                state.sorrySnapshot(),
                pool.room().size());
    }
}
